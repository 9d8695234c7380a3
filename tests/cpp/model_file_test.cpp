#include "rnn/model_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "rnn/safetensors.h"

namespace rnn {
namespace {

using Bytes = std::vector<std::byte>;

/// Seven sentences of 1 to 7 tokens over five, one with an unknown token, one without its last target.
Dataset sentences() {
  Dataset data;
  for (int length : {4, 7, 1, 5, 7, 2, 3}) {
    Sequence& sequence = data.emplace_back();
    for (int t = 0; t < length; ++t) {
      sequence.inputs.push_back((3 * t + length) % 5);
      sequence.targets.push_back((3 * t + length + 1) % 5);
    }
  }
  data[0].inputs[1] = kUnknownToken;
  data[1].targets.back() = kIgnoredTarget;
  return data;
}

/// Everything that moves while training is in use: batches, windows, shuffling, halving, clipping.
ModelSettings busySettings(CellType cell, OptimizerType optimizer, Precision precision) {
  ModelSettings settings;
  settings.shape = {cell, Activation::Tanh, 5, 3, 2, true};
  settings.initialization = {Initialization::Orthogonal, 1};
  settings.precision = precision;
  settings.seed = 4'294'967'295;
  TrainingSettings& training = settings.training;
  training.optimizer.type = optimizer;
  training.schedule.type = ScheduleType::Halving;
  training.learningRate = 0.3;
  training.clipNorm = 0.5;
  training.evaluateEvery = 1;
  training.batchSize = 3;
  training.truncate = 2;
  training.shuffle = true;
  return settings;
}

template <class S>
Trainer<S> freshTrainer(const ModelSettings& settings) {
  return {settings.shape, settings.initialization, settings.training, static_cast<std::uint64_t>(settings.seed),
          sentences(),    {sentences()[3]}};
}

template <class S>
ModelFile modelOf(const Trainer<S>& trainer, ModelSettings settings) {
  settings.training = trainer.settings();
  return {settings, {}, "", trainer.training(), trainer.heldOut(), {}, checkpointOf(trainer)};
}

ModelFile readOrFail(const Bytes& file) {
  auto result = readModel(file);
  const auto* error = std::get_if<FileError>(&result);
  EXPECT_EQ(error, nullptr) << (error ? error->message() : "");
  return std::move(std::get<ModelFile>(result));
}

std::string codeOf(const Bytes& file) {
  const auto result = readModel(file);
  const auto* error = std::get_if<FileError>(&result);
  return error ? std::string(error->name()) : "read";
}

template <class S>
bool sameBits(const Vector<S>& a, const Vector<S>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), sizeof(S) * static_cast<std::size_t>(a.size())) == 0;
}

/// Trains `steps` steps and gives the weights after each, and all evaluations on the way.
template <class S>
struct Course {
  std::vector<Vector<S>> weights;
  std::vector<double> losses;
  std::vector<EvaluationRecord> records;

  Course(Trainer<S>& trainer, int steps) {
    for (int i = 0; i < steps; ++i) {
      losses.push_back(trainer.step().loss);
      weights.push_back(trainer.parameters().flat());
    }
    records = trainer.takeRecords();
  }
};

template <class S>
void expectSameRun(const Course<S>& got, const Course<S>& expected) {
  EXPECT_EQ(got.losses, expected.losses);
  for (std::size_t i = 0; i < expected.weights.size(); ++i) {
    ASSERT_TRUE(sameBits(got.weights[i], expected.weights[i])) << "step " << i;
  }
  ASSERT_EQ(got.records.size(), expected.records.size());
  for (std::size_t i = 0; i < expected.records.size(); ++i) {
    EXPECT_EQ(got.records[i].trainingLoss, expected.records[i].trainingLoss);
    EXPECT_EQ(got.records[i].heldOutLoss, expected.records[i].heldOutLoss);
    EXPECT_EQ(got.records[i].learningRate, expected.records[i].learningRate);
    EXPECT_EQ(got.records[i].halved, expected.records[i].halved);
  }
}

/// Breaks off after each of `breaks` steps, through a file, and compares the rest of the run. Gives back
/// whether the learning rate was halved in it.
template <class S>
bool expectResumption(const ModelSettings& settings, int breaks) {
  constexpr int kMore = 25;  // more than two epochs
  Trainer<S> uninterrupted = freshTrainer<S>(settings);
  bool insideABatch = false;
  bool halved = false;
  for (int n = 0; n <= breaks; ++n) {
    const Bytes file = writeModel(modelOf(uninterrupted, settings));
    Trainer<S> expected = uninterrupted;
    Trainer<S> resumed = resume<S>(readOrFail(file));
    const Course<S> run(expected, kMore);
    expectSameRun(Course<S>(resumed, kMore), run);
    insideABatch = insideABatch || uninterrupted.position().windowBegin > 0;
    for (const EvaluationRecord& record : run.records)
      halved = halved || record.halved;
    uninterrupted.step();
    uninterrupted.takeRecords();
  }
  EXPECT_TRUE(insideABatch) << "no break was in the middle of a sequence";
  return halved;
}

TEST(ModelFile, ResumesTrainingBitForBitForEveryCellAndOptimizer) {
  bool halved = false;
  for (CellType cell : {CellType::Rnn, CellType::Gru, CellType::Lstm}) {
    for (std::size_t optimizer = 0; optimizer < Names<OptimizerType>::list.size(); ++optimizer) {
      SCOPED_TRACE(std::string(nameOf(cell)) + " " + std::string(Names<OptimizerType>::list[optimizer]));
      const auto type = static_cast<OptimizerType>(optimizer);
      halved |= expectResumption<float>(busySettings(cell, type, Precision::Float32), 12);
      halved |= expectResumption<double>(busySettings(cell, type, Precision::Float64), 12);
    }
  }
  EXPECT_TRUE(halved) << "no run had its learning rate halved";
}

TEST(ModelFile, ResumesTrainingBitForBitWithCosineScheduleAndWithoutBias) {
  ModelSettings settings = busySettings(CellType::Gru, OptimizerType::AdamW, Precision::Float32);
  settings.shape.bias = false;
  settings.training.schedule = {ScheduleType::Cosine, 5, 30};
  expectResumption<float>(settings, 12);
}

TEST(ModelFile, KeepsTheInitialStatesOfSequences) {
  ModelSettings settings = busySettings(CellType::Lstm, OptimizerType::Sgd, Precision::Float64);
  Dataset data = sentences();
  data[1].initialHidden = {0.1, -0.2, 0.3, 0.4, 0.5, -0.6};
  data[1].initialCell = {1, 2, 3, -4, 5, 6};
  Trainer<double> trainer(settings.shape, settings.initialization, settings.training, 1, data, {data[0]});
  trainer.step();
  trainer.takeRecords();
  Trainer<double> resumed = resume<double>(readOrFail(writeModel(modelOf(trainer, settings))));
  EXPECT_EQ(resumed.training()[1].initialCell, data[1].initialCell);
  const Course<double> expected(trainer, 20);
  expectSameRun(Course<double>(resumed, 20), expected);
}

ModelFile exampleModel() {
  const ModelSettings settings = busySettings(CellType::Lstm, OptimizerType::Adam, Precision::Float32);
  Trainer<float> trainer = freshTrainer<float>(settings);
  while (trainer.position().windowBegin == 0 || trainer.position().epoch == 0)
    trainer.step();
  ModelFile model = modelOf(trainer, settings);
  model.tokens = {"你", "\"", "\\", "", "⏎"};
  model.meta = R"({"text":"…"})";
  model.history = trainer.takeRecords();
  return model;
}

TEST(ModelFile, IsReadBackAsItWasWritten) {
  const ModelFile model = exampleModel();
  const ModelFile read = readOrFail(writeModel(model));
  EXPECT_EQ(settingsText(read.settings), settingsText(model.settings));
  EXPECT_EQ(read.settings.shape, model.settings.shape);
  EXPECT_EQ(read.settings.training, model.settings.training);
  EXPECT_EQ(read.tokens, model.tokens);
  EXPECT_EQ(read.meta, model.meta);
  ASSERT_GE(model.history.size(), 2u);
  ASSERT_EQ(read.history.size(), model.history.size());
  for (std::size_t i = 0; i < model.history.size(); ++i) {
    EXPECT_EQ(read.history[i].epoch, model.history[i].epoch);
    EXPECT_EQ(read.history[i].step, model.history[i].step);
    EXPECT_EQ(read.history[i].trainingLoss, model.history[i].trainingLoss);
    EXPECT_EQ(read.history[i].learningRate, model.history[i].learningRate);
  }
  EXPECT_EQ(writeModel(read), writeModel(model)) << "a file written again is the same file";
}

TEST(ModelFile, KeepsTheBitsOfValuesThatAreNotFinite) {
  ModelFile model = exampleModel();
  auto& checkpoint = std::get<Checkpoint<float>>(model.checkpoint);
  checkpoint.parameters.flat()[0] = std::numeric_limits<float>::quiet_NaN();
  checkpoint.parameters.flat()[1] = -std::numeric_limits<float>::infinity();
  checkpoint.parameters.flat()[2] = -0.0f;
  checkpoint.position.lastRecordedLoss = std::numeric_limits<double>::infinity();
  const ModelFile read = readOrFail(writeModel(model));
  const auto& other = std::get<Checkpoint<float>>(read.checkpoint);
  EXPECT_TRUE(sameBits(other.parameters.flat(), checkpoint.parameters.flat()));
  EXPECT_EQ(other.position.lastRecordedLoss, checkpoint.position.lastRecordedLoss);
}

TEST(ModelFile, KeepsEverySettingInItsText) {
  ModelSettings settings = busySettings(CellType::Rnn, OptimizerType::RmsProp, Precision::Float64);
  settings.shape.activation = Activation::Listing;
  settings.training.learningRate = 0.1 / 3;
  settings.training.optimizer = {OptimizerType::RmsProp, 0.1, 0.2, 0.3, 0.4, 5e-324, 0.6};
  settings.training.schedule = {ScheduleType::Cosine, 1'000'000'000, 1};
  const auto parsed = parseSettings(settingsText(settings));
  const auto* read = std::get_if<ModelSettings>(&parsed);
  ASSERT_NE(read, nullptr) << std::get<FileError>(parsed).message();
  EXPECT_EQ(read->training, settings.training);
  EXPECT_EQ(read->seed, settings.seed);
  EXPECT_EQ(read->precision, settings.precision);
  EXPECT_EQ(read->shape.activation, settings.shape.activation);
  EXPECT_EQ(read->initialization.kind, settings.initialization.kind);
  EXPECT_EQ(read->initialization.forgetBias, settings.initialization.forgetBias);
}

TEST(ModelFile, HasWeightsUnderPyTorchsNamesInRowMajorOrder) {
  const ModelFile model = exampleModel();
  const Bytes file = writeModel(model);
  const auto contents = safetensors::parse(file);
  const auto& tensors = std::get<safetensors::Contents>(contents).tensors;
  using Shape = std::vector<std::uint64_t>;
  // torch.nn.LSTM(5, 3, num_layers=2) and Linear(3, 5): four gates of three rows.
  const std::vector<std::pair<std::string, Shape>> expected{
      {"weight_ih_l0", {12, 5}}, {"weight_hh_l0", {12, 3}}, {"bias_ih_l0", {12}}, {"bias_hh_l0", {12}},
      {"weight_ih_l1", {12, 3}}, {"weight_hh_l1", {12, 3}}, {"bias_ih_l1", {12}}, {"bias_hh_l1", {12}},
      {"weight_out", {5, 3}},    {"bias_out", {5}}};
  for (const auto& [name, shape] : expected) {
    ASSERT_TRUE(tensors.contains(name)) << name;
    EXPECT_EQ(tensors.at(name).shape, shape) << name;
    EXPECT_EQ(tensors.at(name).dtype, safetensors::Dtype::F32) << name;
  }
  const auto& parameters = std::get<Checkpoint<float>>(model.checkpoint).parameters;
  const auto weights = parameters.outputLayer().weights;
  const std::vector<float> values = tensors.at("weight_out").values<float>();
  for (Index row = 0; row < 5; ++row) {
    for (Index column = 0; column < 3; ++column) {
      EXPECT_EQ(values[static_cast<std::size_t>(3 * row + column)], weights(row, column));
    }
  }
}

// --- errors ------------------------------------------------------------------------

/// The example's file after a change to its contents.
Bytes changed(const std::function<void(safetensors::Contents&)>& change) {
  static const Bytes file = writeModel(exampleModel());
  auto contents = std::get<safetensors::Contents>(safetensors::parse(file));
  change(contents);
  return safetensors::serialize(contents);
}

std::vector<std::string> tensorNames() {
  std::vector<std::string> names;
  changed([&](safetensors::Contents& contents) {
    for (const auto& [name, tensor] : contents.tensors)
      names.push_back(name);
  });
  return names;
}

Bytes withMetadata(const std::string& key, const std::string& value) {
  return changed([&](safetensors::Contents& contents) { contents.metadata[key] = value; });
}

/// The example with a part of one metadata text replaced; the part must be there.
Bytes withReplaced(const std::string& key, const std::string& from, const std::string& to) {
  return changed([&](safetensors::Contents& contents) {
    std::string& text = contents.metadata[key];
    const std::size_t at = text.find(from);
    ASSERT_NE(at, text.npos) << from << " in " << text;
    text.replace(at, from.size(), to);
  });
}

template <class T>
Bytes withTensor(const std::string& name, const std::vector<T>& values, std::vector<std::uint64_t> shape) {
  return changed([&](safetensors::Contents& contents) {
    contents.tensors[name] = {safetensors::dtypeOf<T>(), std::move(shape), std::as_bytes(std::span(values))};
  });
}

template <class T>
std::vector<T> valuesOf(const std::string& name) {
  std::vector<T> values;
  changed([&](safetensors::Contents& contents) { values = contents.tensors.at(name).values<T>(); });
  return values;
}

TEST(ModelFile, ReadsTheExample) {
  EXPECT_EQ(codeOf(changed([](safetensors::Contents&) {})), "read");
}

TEST(ModelFile, RejectsAFileWithoutAnyOneOfItsTensors) {
  for (const std::string& name : tensorNames()) {
    const std::string code = codeOf(changed([&](safetensors::Contents& contents) { contents.tensors.erase(name); }));
    EXPECT_EQ(code, name == "training.last_recorded_loss" ? "read" : "missing-tensor") << name;
  }
}

TEST(ModelFile, RejectsAnyTensorOfAnotherType) {
  const std::vector<float> f32(10'000);
  const std::vector<double> f64(10'000);
  for (const std::string& name : tensorNames()) {
    const std::string code = codeOf(changed([&](safetensors::Contents& contents) {
      safetensors::TensorView& tensor = contents.tensors.at(name);
      const std::size_t count = tensor.data.size() / safetensors::sizeOf(tensor.dtype);
      const bool wasF32 = tensor.dtype == safetensors::Dtype::F32;
      tensor.dtype = wasF32 ? safetensors::Dtype::F64 : safetensors::Dtype::F32;
      tensor.data = (wasF32 ? std::as_bytes(std::span(f64)) : std::as_bytes(std::span(f32)))
                        .first(count * safetensors::sizeOf(tensor.dtype));
    }));
    EXPECT_EQ(code, "wrong-type") << name;
  }
}

TEST(ModelFile, RejectsAnyTensorOfAnotherShape) {
  for (const std::string& name : tensorNames()) {
    // As many numbers, but one dimension more.
    EXPECT_EQ(codeOf(changed([&](safetensors::Contents& contents) { contents.tensors.at(name).shape.push_back(1); })),
              "wrong-shape")
        << name;
  }
  EXPECT_EQ(codeOf(changed([](safetensors::Contents& c) { c.tensors.at("weight_out").shape = {3, 5}; })),
            "wrong-shape");
  EXPECT_EQ(codeOf(changed([](safetensors::Contents& c) { c.tensors.at("state.hidden_l0").shape = {1, 9}; })),
            "wrong-shape");
}

TEST(ModelFile, RejectsATensorThatDoesNotBelongToTheModel) {
  EXPECT_EQ(codeOf(withTensor<float>("weight_ih_l2", {1}, {1})), "unexpected-tensor");
  EXPECT_EQ(codeOf(withTensor<float>("", {1}, {1})), "unexpected-tensor");
  // SGD has no running averages, and a vanilla RNN no cell.
  EXPECT_EQ(codeOf(withReplaced("settings", "\"adam\"", "\"sgd\"")), "unexpected-tensor");
}

TEST(ModelFile, RejectsAnotherProgramsFileAndAnotherVersion) {
  EXPECT_EQ(codeOf(withMetadata("format", "pt")), "not-a-model");
  EXPECT_EQ(codeOf(changed([](safetensors::Contents& contents) { contents.metadata.clear(); })), "not-a-model");
  for (const char* version : {"", "0", "2", "1.0", " 1", "one"}) {
    EXPECT_EQ(codeOf(withMetadata("version", version)), "unknown-version") << version;
  }
  EXPECT_EQ(codeOf(changed([](safetensors::Contents& contents) { contents.metadata.erase("version"); })),
            "unknown-version");
}

TEST(ModelFile, RejectsEverySettingThatIsMissingOrOfTheWrongKind) {
  const std::string text = settingsText(exampleModel().settings);
  std::vector<std::string> members;
  for (std::size_t begin = 1; begin < text.size();) {
    const std::size_t end = text.find_first_of(",}", begin);
    members.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  ASSERT_EQ(members.size(), 26u);  // as many as web/engine/engine-settings.js lists
  for (const std::string& member : members) {
    const std::string key = member.substr(0, member.find(':'));
    EXPECT_EQ(codeOf(withReplaced("settings", key, "\"other\"")), "bad-setting") << member;
    EXPECT_EQ(codeOf(withReplaced("settings", member, key + ":\"-\"")), "bad-setting") << member;
    EXPECT_EQ(codeOf(withReplaced("settings", member, key + ":-11")), "bad-setting") << member;
    EXPECT_EQ(codeOf(withReplaced("settings", member, key + ":1e300")), "bad-setting") << member;
    EXPECT_EQ(codeOf(withReplaced("settings", member, key + ":null")), "bad-json") << member;
    EXPECT_EQ(codeOf(withReplaced("settings", member, member + "," + member)), "bad-json") << member;
  }
  EXPECT_EQ(codeOf(withReplaced("settings", "}", ",\"other\":1}")), "bad-setting");
}

TEST(ModelFile, RejectsSettingsOutsideTheirRange) {
  const std::vector<std::array<std::string, 2>> changes{{"\"hiddenSize\":3", "\"hiddenSize\":0"},
                                                        {"\"hiddenSize\":3", "\"hiddenSize\":513"},
                                                        {"\"layers\":2", "\"layers\":17"},
                                                        {"\"layers\":2", "\"layers\":2.0"},
                                                        {"\"seed\":4294967295", "\"seed\":4294967296"},
                                                        {"\"cell\":\"lstm\"", "\"cell\":\"LSTM\""},
                                                        {"\"beta1\":0.9", "\"beta1\":1.0"},
                                                        {"\"epsilon\":1e-08", "\"epsilon\":0"},
                                                        {"\"evaluateEvery\":1", "\"evaluateEvery\":0"},
                                                        {"\"batchSize\":3", "\"batchSize\":4097"},
                                                        {"\"truncate\":2", "\"truncate\":100001"},
                                                        {"\"truncate\":2", "\"truncate\":9223372036854775807"}};
  for (const auto& [from, to] : changes)
    EXPECT_EQ(codeOf(withReplaced("settings", from, to)), "bad-setting") << to;
  EXPECT_EQ(codeOf(withReplaced("settings", "\"truncate\":2", "\"truncate\":9223372036854775808")), "bad-json");
  EXPECT_EQ(codeOf(withReplaced("settings", "\"epsilon\":1e-08", "\"epsilon\":1e999")), "bad-json");
}

TEST(ModelFile, RejectsTextsThatAreNotTheExpectedJson) {
  for (const char* text : {"", "[]", "1", "{", "{}}", "null", "{\"a\":{}}", "{\"a\":[1]}"}) {
    EXPECT_EQ(codeOf(withMetadata("settings", text)), "bad-json") << text;
    EXPECT_EQ(codeOf(withMetadata("training", text)), "bad-json") << text;
  }
  EXPECT_EQ(codeOf(withMetadata("settings", "{}")), "bad-setting");
  EXPECT_EQ(codeOf(withMetadata("training", "{}")), "bad-value");
}

TEST(ModelFile, RejectsTokensThatAreNotOneStringForEachId) {
  for (const char* text : {"", "{}", "[]", "[\"a\"]", R"(["a","b","c","d"])", R"(["a","b","c","d","e","f"])",
                           R"(["a","b","c","d",5])", R"([["a","b","c","d","e"]])", "\"abcde\""}) {
    EXPECT_EQ(codeOf(withMetadata("tokens", text)), "bad-tokens") << text;
  }
  EXPECT_EQ(codeOf(changed([](safetensors::Contents& contents) { contents.metadata.erase("tokens"); })), "read");
}

TEST(ModelFile, RejectsAVocabularySizeThatDoesNotMatchTheWeights) {
  for (const char* text : {"", "0", "-5", "5 ", " 5", "5.0", "0x5", "2147483648", "99999999999999999999"}) {
    EXPECT_EQ(codeOf(withMetadata("vocabularySize", text)), "bad-setting") << text;
  }
  for (const char* text : {"4", "6", "2147483647"}) {
    EXPECT_EQ(codeOf(withMetadata("vocabularySize", text)), "wrong-shape") << text;
  }
}

TEST(ModelFile, RejectsInvalidCounters) {
  const std::string text = [] {
    std::string kept;
    changed([&](safetensors::Contents& contents) { kept = contents.metadata.at("training"); });
    return kept;
  }();
  for (const char* key : {"epoch", "step", "sequencesSeen", "tokensSeen", "firstSequence", "windowBegin",
                          "optimizerSteps", "evaluated"}) {
    const std::size_t at = text.find("\"" + std::string(key) + "\":");
    ASSERT_NE(at, text.npos);
    const std::string member = text.substr(at, text.find_first_of(",}", at) - at);
    const std::string name = "\"" + std::string(key) + "\":";
    for (const char* value : {"-1", "1.5", "\"1\"", "9007199254740993"}) {
      EXPECT_EQ(codeOf(withReplaced("training", member, name + value)), "bad-value") << name << value;
    }
    EXPECT_EQ(codeOf(withReplaced("training", name, "\"other\":")), "bad-value") << name;
  }
  EXPECT_EQ(codeOf(withReplaced("training", "}", ",\"other\":1}")), "bad-value");
}

TEST(ModelFile, RejectsAPositionOutsideTheData) {
  const auto replaceMember = [](const std::string& key, const std::string& value) {
    return changed([&](safetensors::Contents& contents) {
      std::string& text = contents.metadata.at("training");
      const std::size_t at = text.find("\"" + key + "\":") + key.size() + 3;
      text.replace(at, text.find_first_of(",}", at) - at, value);
    });
  };
  EXPECT_EQ(codeOf(replaceMember("firstSequence", "7")), "bad-value");
  EXPECT_EQ(codeOf(replaceMember("windowBegin", "7")), "bad-value") << "the longest sequence has 7 steps";
  EXPECT_EQ(codeOf(replaceMember("windowBegin", "0")), "unexpected-tensor") << "a state, but no window before";
  EXPECT_EQ(codeOf(replaceMember("firstSequence", "6")), "wrong-shape") << "a state of three sequences for one";
}

TEST(ModelFile, RejectsAnOrderThatIsNotAPermutation) {
  using Order = std::vector<std::int64_t>;
  const Order order = valuesOf<std::int64_t>("training.order");
  ASSERT_EQ(order.size(), 7u);
  for (const Order& wrong : {Order{0, 1, 2, 3, 4, 5, 5}, Order{0, 1, 2, 3, 4, 5, 7}, Order{0, 1, 2, 3, 4, 5, -1},
                             Order{0, 1, 2, 3, 4, 5}, Order{0, 1, 2, 3, 4, 5, 6, 0}, Order{}}) {
    EXPECT_EQ(codeOf(withTensor("training.order", wrong, {wrong.size()})), "bad-value") << wrong.size();
  }
}

TEST(ModelFile, RejectsSequencesWithUnknownIdsOrLengthsThatDoNotAddUp) {
  using Lengths = std::vector<std::int64_t>;
  for (const char* name : {"training.inputs", "training.targets", "held_out.inputs", "held_out.targets"}) {
    std::vector<TokenId> ids = valuesOf<TokenId>(name);
    for (const TokenId wrong : {5, -2, std::numeric_limits<TokenId>::max(), std::numeric_limits<TokenId>::min()}) {
      ids[1] = wrong;
      EXPECT_EQ(codeOf(withTensor(name, ids, {ids.size()})), "bad-value") << name << wrong;
    }
  }
  const Lengths lengths = valuesOf<std::int64_t>("training.lengths");
  for (const std::int64_t wrong :
       {std::int64_t{0}, lengths[2] + 1, lengths[2] - 1, std::int64_t{-1}, std::numeric_limits<std::int64_t>::max()}) {
    Lengths other = lengths;
    other[2] = wrong;
    EXPECT_EQ(codeOf(withTensor("training.lengths", other, {7})), "bad-value") << wrong;
  }
  const std::vector<TokenId> targets = valuesOf<TokenId>("training.targets");
  EXPECT_EQ(codeOf(withTensor("training.targets", std::vector<TokenId>(targets.begin(), targets.end() - 1),
                              {targets.size() - 1})),
            "wrong-shape");
}

TEST(ModelFile, RejectsARandomStateOfZeros) {
  EXPECT_EQ(codeOf(withTensor("random.state", std::vector<std::uint64_t>(4), {4})), "bad-value");
}

TEST(ModelFile, RejectsAnInvalidHistory) {
  EXPECT_EQ(codeOf(withTensor("history", std::vector<double>{0, 0, 1, 1, 1, 0}, {1, 6})), "read");
  for (const std::vector<double>& wrong : {std::vector<double>{-1, 0, 1, 1, 1, 0},
                                           {0.5, 0, 1, 1, 1, 0},
                                           {0, std::nan(""), 1, 1, 1, 0},
                                           {0, 1e300, 1, 1, 1, 0},
                                           {0, 0, 1, 1, 1, 0.5}}) {
    EXPECT_EQ(codeOf(withTensor("history", wrong, {1, 6})), "bad-value");
  }
  EXPECT_EQ(codeOf(withTensor("history", std::vector<double>{0, 0, 1, 1, 1}, {1, 5})), "wrong-shape");
}

TEST(ModelFile, RejectsEveryPrefixOfAFile) {
  const Bytes file = changed([](safetensors::Contents&) {});
  for (std::size_t size = 0; size < file.size(); ++size) {
    ASSERT_NE(codeOf(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size))), "read") << size;
  }
}

TEST(ModelFile, WithOneByteChangedIsRejectedOrCanBeTrained) {
  Bytes file = changed([](safetensors::Contents&) {});
  std::uint64_t headerLength = 0;
  std::memcpy(&headerLength, file.data(), 8);
  int read = 0;
  for (std::size_t i = 0; i < 8 + headerLength; ++i) {
    for (int bit : {0, 6}) {
      const std::byte original = file[i];
      file[i] ^= static_cast<std::byte>(1 << bit);
      const auto result = readModel(file);
      if (const auto* model = std::get_if<ModelFile>(&result)) {
        ++read;
        const StepReport report = std::visit(
            [&](const auto& checkpoint) {
              using S = typename std::decay_t<decltype(checkpoint.parameters.flat())>::Scalar;
              return resume<S>(*model).step();
            },
            model->checkpoint);
        ASSERT_GT(report.tokens, 0) << i;
      }
      file[i] = original;
    }
  }
  EXPECT_GT(read, 0) << "a changed digit of the learning rate, for instance, is another valid model";
}

}  // namespace
}  // namespace rnn
