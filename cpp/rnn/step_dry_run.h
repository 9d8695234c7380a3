#pragma once

#include <string>
#include <vector>

#include "rnn/job.h"
#include "rnn/reference.h"
#include "rnn/reference_optimizer.h"
#include "rnn/trace.h"

namespace rnn {

/// What a dry run of an optimizer step starts from.
struct StepDryRunInput {
  reference::Network weights;
  reference::OptimizerState optimizerState;
  OptimizerSettings optimizer;
  double learningRate = 0;  ///< of this step
  double clipNorm = 0;      ///< limit of the global gradient norm; 0 = none
  Reduction reduction = Reduction::Mean;
  Index truncate = 0;  ///< steps per BPTT window; 0 = the whole sequence
  Sequence sequence;
  Index window = 0;  ///< number of the sequence's window, modulo how many there are
};

/// One parameter in a dry run. All numbers row-major; T time steps of the window.
struct ParameterDryRun {
  std::string name;
  Index rows;
  Index columns;
  bool isBias;
  std::vector<double> before;             ///< θ
  std::vector<double> contributions;      ///< T × size: the contribution of step t to the gradient
  std::vector<double> sums;               ///< T × size: the sum of the contributions of steps t … T−1
  std::vector<double> gradient;           ///< ∂loss/∂θ, the sum of all contributions
  double norm = 0;                        ///< ‖∂loss/∂θ‖ of this parameter alone
  std::vector<double> clipped;            ///< the gradient after clipping by the global norm
  std::vector<double> firstMomentBefore;  ///< velocity, or Adam's mean of g; empty where the rule has none
  std::vector<double> firstMomentAfter;
  std::vector<double> secondMomentBefore;  ///< mean or sum of g²; likewise
  std::vector<double> secondMomentAfter;
  std::vector<double> after;  ///< θ after the update
};

/// Dry run of one optimizer step on one sequence, with every intermediate, in double.
struct StepDryRun {
  Index begin = 0;  ///< the BPTT window: steps [begin, end) of the sequence
  Index end = 0;
  Trace trace;  ///< of that window; its steps count from begin
  /// The part of ∂L/∂h at the window's last step that full BPTT would bring from the steps after the window and
  /// truncated BPTT omits; layer by layer, L·H. Empty if the window ends with the sequence.
  std::vector<double> dHiddenBeyondWindow;
  std::vector<double> dCellBeyondWindow;  ///< likewise of ∂L/∂c, LSTM only
  double gradientNorm = 0;                ///< ‖g‖ over all parameters together, before clipping
  double clipFactor = 1;                  ///< the factor by which clipping scales g
  double learningRate = 0;
  std::int64_t optimizerSteps = 0;  ///< updates including this one: the t of Adam's bias correction
  std::vector<ParameterDryRun> parameters;
};

/// Computes the dry run, a slice at a time. `input` is copied; `result`, which is empty before, must outlive the job.
Job dryRunStep(StepDryRunInput input, StepDryRun& result);

/// The same at once.
StepDryRun dryRunStep(StepDryRunInput input);

}  // namespace rnn
