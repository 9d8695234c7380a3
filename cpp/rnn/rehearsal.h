#pragma once

#include <string>
#include <vector>

#include "rnn/trace.h"
#include "rnn/trainer.h"

namespace rnn {

/// What one optimizer step does to one parameter. All numbers row-major; T steps of the window.
struct ParameterRehearsal {
  std::string name;
  Index rows;
  Index columns;
  bool isVector;
  std::vector<double> before;         ///< θ
  std::vector<double> contributions;  ///< T × size: what step t alone adds to the gradient
  std::vector<double> sums;           ///< T × size: the contributions of steps t … T−1 together
  std::vector<double> gradient;       ///< ∂loss/∂θ, the sum from t = 0
  double norm;                        ///< ‖∂loss/∂θ‖ of this parameter alone
  std::vector<double> clipped;        ///< the gradient after clipping by the global norm
  std::vector<double> firstBefore;    ///< velocity, or Adam's mean of g; empty where the rule has none
  std::vector<double> firstAfter;
  std::vector<double> secondBefore;  ///< mean or sum of g²; likewise
  std::vector<double> secondAfter;
  std::vector<double> after;  ///< θ after the update
};

/// One optimizer step on one sequence, worked through from the first look-up to the last weight.
struct Rehearsal {
  Index begin = 0;  ///< the BPTT window: steps [begin, end) of the sequence
  Index end = 0;
  Trace trace;                      ///< of that window; its steps count from begin
  std::vector<double> cutHidden;    ///< layer by layer, L·H: what ∂L/∂h of the window's last step would get from
                                    ///< beyond it in full BPTT; empty where the sequence ends with the window
  std::vector<double> cutCell;      ///< likewise ∂L/∂c, of an LSTM
  double gradientNorm = 0;          ///< ‖g‖ over all parameters together, before clipping
  double clipFactor = 1;            ///< what clipping multiplies g by
  double learningRate = 0;          ///< of this step, by the schedule
  std::int64_t optimizerSteps = 0;  ///< updates made with this one: the t of Adam's bias correction
  std::vector<ParameterRehearsal> parameters;
};

/// Works through the step the trainer would take now if its next batch were this sequence alone:
/// the trainer's weights, reduction, truncation, clipping, optimizer state and learning rate. Nothing
/// is changed. With truncation, `window` says which of the sequence's windows (taken modulo their number).
template <class S>
Rehearsal rehearse(const Trainer<S>& trainer, const Sequence& sequence, Index window);

}  // namespace rnn
