#pragma once

#include <string>
#include <vector>

#include "rnn/trace.h"
#include "rnn/trainer.h"

namespace rnn {

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
  double norm;                            ///< ‖∂loss/∂θ‖ of this parameter alone
  std::vector<double> clipped;            ///< the gradient after clipping by the global norm
  std::vector<double> firstMomentBefore;  ///< velocity, or Adam's mean of g; empty where the rule has none
  std::vector<double> firstMomentAfter;
  std::vector<double> secondMomentBefore;  ///< mean or sum of g²; likewise
  std::vector<double> secondMomentAfter;
  std::vector<double> after;  ///< θ after the update
};

/// Dry run of one optimizer step on one sequence, with every intermediate.
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
  double learningRate = 0;                ///< of this step, by the schedule
  std::int64_t optimizerSteps = 0;        ///< updates including this one: the t of Adam's bias correction
  std::vector<ParameterDryRun> parameters;
};

/// Dry run of the step that the trainer would take now if its next batch were this sequence alone, with the trainer's
/// weights, reduction, truncation, clipping, optimizer state and learning rate. The trainer is not changed. With
/// truncation, `window` is the number of the sequence's window, modulo how many there are.
template <class S>
StepDryRun dryRunStep(const Trainer<S>& trainer, const Sequence& sequence, Index window);

}  // namespace rnn
