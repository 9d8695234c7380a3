// Everything JavaScript sees of the engine, and under which names.

#include "engine.h"
#include "gradients.h"
#include "shards.h"

using namespace emscripten;
using namespace rnn::bindings;

EMSCRIPTEN_BINDINGS(rnn_values) {
  register_type<Uint8Array>("Uint8Array");
  register_type<Int32Array>("Int32Array");
  register_type<Uint32Array>("Uint32Array");
  register_type<Float32Array>("Float32Array");
  register_type<Float64Array>("Float64Array");
  register_type<EngineSettings>("import('../types.js').EngineSettings");
  register_type<ParameterInfoList>("import('../types.js').ParameterInfo[]");
  register_type<ParameterValuesList>("import('../types.js').ParameterValues[]");
  register_type<ParameterCheckList>("import('../types.js').ParameterCheck[]");
  register_type<TraceObject>("import('../types.js').TraceNumbers");
  register_type<StepDryRunObject>("import('../types.js').StepDryRunNumbers");
  register_type<GeneratedObject>("import('../sampling.js').GeneratedColumns");

  value_object<PackedSequences>("PackedSequences")
      .field("lengths", &PackedSequences::lengths)
      .field("inputs", &PackedSequences::inputs)
      .field("targets", &PackedSequences::targets)
      .field("hidden", &PackedSequences::hidden)
      .field("cell", &PackedSequences::cell);
  value_object<Evaluations>("Evaluations")
      .field("epoch", &Evaluations::epoch)
      .field("step", &Evaluations::step)
      .field("trainingLoss", &Evaluations::trainingLoss)
      .field("heldOutLoss", &Evaluations::heldOutLoss)
      .field("learningRate", &Evaluations::learningRate)
      .field("halved", &Evaluations::halved);
  value_object<StepRecords>("StepRecords")
      .field("steps", &StepRecords::steps)
      .field("losses", &StepRecords::losses)
      .field("gradientNorms", &StepRecords::gradientNorms)
      .field("learningRates", &StepRecords::learningRates)
      .field("tokens", &StepRecords::tokens)
      .field("diverged", &StepRecords::diverged)
      .field("evaluations", &StepRecords::evaluations);
  value_object<UpcomingSteps>("UpcomingSteps")
      .field("sequences", &UpcomingSteps::sequences)
      .field("begin", &UpcomingSteps::begin)
      .field("end", &UpcomingSteps::end);
  value_object<Position>("Position")
      .field("epoch", &Position::epoch)
      .field("step", &Position::step)
      .field("tokensSeen", &Position::tokensSeen)
      .field("sequencesSeen", &Position::sequencesSeen)
      .field("learningRate", &Position::learningRate);
}

EMSCRIPTEN_BINDINGS(rnn_shards) {
  value_object<ShardTaskNumbers>("ShardTask")
      .field("step", &ShardTaskNumbers::step)
      .field("shard", &ShardTaskNumbers::shard)
      .field("scale", &ShardTaskNumbers::scale)
      .field("active", &ShardTaskNumbers::active)
      .field("inputs", &ShardTaskNumbers::inputs)
      .field("targets", &ShardTaskNumbers::targets)
      .field("state", &ShardTaskNumbers::state)
      .field("tokens", &ShardTaskNumbers::tokens)
      .field("columns", &ShardTaskNumbers::columns);
  value_object<ShardResultNumbers>("ShardResult")
      .field("step", &ShardResultNumbers::step)
      .field("shard", &ShardResultNumbers::shard)
      .field("loss", &ShardResultNumbers::loss)
      .field("tokens", &ShardResultNumbers::tokens)
      .field("columns", &ShardResultNumbers::columns)
      .field("gradient", &ShardResultNumbers::gradient)
      .field("state", &ShardResultNumbers::state);
}

EMSCRIPTEN_BINDINGS(rnn_checkpoint) {
  value_object<CheckpointNumbers>("Checkpoint")
      .field("parameters", &CheckpointNumbers::parameters)
      .field("optimizerSteps", &CheckpointNumbers::optimizerSteps)
      .field("firstMoment", &CheckpointNumbers::firstMoment)
      .field("secondMoment", &CheckpointNumbers::secondMoment)
      .field("epoch", &CheckpointNumbers::epoch)
      .field("step", &CheckpointNumbers::step)
      .field("sequencesSeen", &CheckpointNumbers::sequencesSeen)
      .field("tokensSeen", &CheckpointNumbers::tokensSeen)
      .field("firstSequence", &CheckpointNumbers::firstSequence)
      .field("windowBegin", &CheckpointNumbers::windowBegin)
      .field("evaluated", &CheckpointNumbers::evaluated)
      .field("lastRecordedLoss", &CheckpointNumbers::lastRecordedLoss)
      .field("order", &CheckpointNumbers::order)
      .field("hidden", &CheckpointNumbers::hidden)
      .field("cell", &CheckpointNumbers::cell)
      .field("random", &CheckpointNumbers::random);
}

EMSCRIPTEN_BINDINGS(rnn_results) {
  value_object<EvaluationResult>("Evaluation")
      .field("tokens", &EvaluationResult::tokens)
      .field("meanLoss", &EvaluationResult::meanLoss)
      .field("bitsPerToken", &EvaluationResult::bitsPerToken)
      .field("perplexity", &EvaluationResult::perplexity)
      .field("accuracy", &EvaluationResult::accuracy);
  value_object<PredictionsResult>("Predictions")
      .field("ids", &PredictionsResult::ids)
      .field("probabilities", &PredictionsResult::probabilities)
      .field("targetProbabilities", &PredictionsResult::targetProbabilities)
      .field("losses", &PredictionsResult::losses)
      .field("finalHidden", &PredictionsResult::finalHidden)
      .field("finalCell", &PredictionsResult::finalCell);
  value_object<OutputsResult>("Outputs")
      .field("probabilities", &OutputsResult::probabilities)
      .field("hidden", &OutputsResult::hidden)
      .field("finalHidden", &OutputsResult::finalHidden)
      .field("finalCell", &OutputsResult::finalCell);
  value_object<UnitActivityResult>("UnitActivity")
      .field("values", &UnitActivityResult::values)
      .field("finalHidden", &UnitActivityResult::finalHidden)
      .field("finalCell", &UnitActivityResult::finalCell);
  value_object<DistributionResult>("Distribution")
      .field("order", &DistributionResult::order)
      .field("logits", &DistributionResult::logits)
      .field("scaled", &DistributionResult::scaled)
      .field("kept", &DistributionResult::kept)
      .field("exponentials", &DistributionResult::exponentials)
      .field("probabilities", &DistributionResult::probabilities)
      .field("cumulative", &DistributionResult::cumulative)
      .field("maximum", &DistributionResult::maximum)
      .field("sum", &DistributionResult::sum);
}

EMSCRIPTEN_BINDINGS(rnn_arguments) {
  value_object<GenerationChoices>("GenerationChoices")
      .field("strategy", &GenerationChoices::strategy)
      .field("length", &GenerationChoices::length)
      .field("temperature", &GenerationChoices::temperature)
      .field("topK", &GenerationChoices::topK)
      .field("topP", &GenerationChoices::topP)
      .field("beamWidth", &GenerationChoices::beamWidth)
      .field("endId", &GenerationChoices::endId)
      .field("seed", &GenerationChoices::seed);
}

EMSCRIPTEN_BINDINGS(rnn_classes) {
  class_<Engine>("Engine")
      .class_function("create", &Engine::create, nonnull<ret_val>())
      .function("drawWeights", &Engine::drawWeights)
      .function("addData", &Engine::addData)
      .function("resume", &Engine::resume)
      .function("step", &Engine::step)
      .function("finishUpdate", &Engine::finishUpdate)
      .function("lendableShards", &Engine::lendableShards)
      .function("lendShard", &Engine::lendShard)
      .function("shardWeights", &Engine::shardWeights)
      .function("returnShard", &Engine::returnShard)
      .function("withdrawShards", &Engine::withdrawShards)
      .function("waitsForShards", &Engine::waitsForShards)
      .function("beginEvaluation", &Engine::beginEvaluation)
      .function("recordLosses", &Engine::recordLosses)
      .function("peekNextBatch", &Engine::upcoming)
      .function("position", &Engine::position)
      .function("learningRate", &Engine::learningRate)
      .function("updateSettings", &Engine::adjust)
      .function("restoreBest", &Engine::restoreBest)
      .function("setParameter", &Engine::setParameter)
      .function("network", &Engine::network, nonnull<ret_val>())
      .function("dryRunStep", &Engine::dryRunStep, nonnull<ret_val>())
      .function("checkpoint", &Engine::checkpoint)
      .function("training", &Engine::training)
      .function("heldOut", &Engine::heldOut);

  class_<ShardHelper>("ShardHelper")
      .class_function("create", &ShardHelper::create, nonnull<ret_val>())
      .function("setWeights", &ShardHelper::setWeights)
      .function("compute", &ShardHelper::compute);

  class_<Network>("Network")
      .function("parameters", &parametersOf)
      .function("evaluator", &evaluatorOf, nonnull<ret_val>())
      .function("predictions", &predictionsOf)
      .function("outputs", &outputsOf)
      .function("unitActivity", &unitActivityOf)
      .function("distribution", &distributionOf)
      .function("generator", &generatorOf, nonnull<ret_val>())
      .function("trace", &traceOf, nonnull<ret_val>())
      .function("contribution", &contributionOf, nonnull<ret_val>())
      .function("gradients", &gradientsOf, nonnull<ret_val>())
      .function("gradientCheck", &gradientCheckOf, nonnull<ret_val>())
      .function("singleOutputGradient", &singleOutputGradientOf, nonnull<ret_val>());

  class_<EvaluationJob>("EvaluationJob")
      .function("total", &EvaluationJob::total)
      .function("done", &EvaluationJob::done)
      .function("advance", &EvaluationJob::advance)
      .function("result", &EvaluationJob::result);

  class_<GenerationJob>("GenerationJob")
      .function("advance", &GenerationJob::advance)
      .function("length", &GenerationJob::length)
      .function("result", &GenerationJob::result);

  function("parameterList", &parameterList);
  function("memoryNeeded", &memoryNeeded);
}

EMSCRIPTEN_BINDINGS(rnn_gradients) {
  class_<TraceJob>("TraceJob").function("advance", &TraceJob::advance).function("result", &TraceJob::result);

  class_<ContributionJob>("ContributionJob")
      .function("advance", &ContributionJob::advance)
      .function("result", &ContributionJob::result);

  class_<GradientsJob>("GradientsJob")
      .function("advance", &GradientsJob::advance)
      .function("result", &GradientsJob::result);

  class_<GradientCheckJob>("GradientCheckJob")
      .function("total", &GradientCheckJob::total)
      .function("done", &GradientCheckJob::done)
      .function("advance", &GradientCheckJob::advance)
      .function("result", &GradientCheckJob::result);

  class_<SingleOutputGradientJob>("SingleOutputGradientJob")
      .function("advance", &SingleOutputGradientJob::advance)
      .function("backpropagateLogit", &SingleOutputGradientJob::backpropagateLogit)
      .function("backpropagateLoss", &SingleOutputGradientJob::backpropagateLoss)
      .function("release", &SingleOutputGradientJob::release)
      .function("norms", &SingleOutputGradientJob::norms);

  class_<StepDryRunJob>("StepDryRunJob")
      .function("advance", &StepDryRunJob::advance)
      .function("result", &StepDryRunJob::result);
}
