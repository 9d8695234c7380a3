#pragma once

#include "rnn/job.h"
#include "rnn/network.h"
#include "rnn/random.h"
#include "rnn/settings.h"

namespace rnn {

/// Draws all parameters afresh, entry by entry, each row by row, in double, so that one seed gives the same weights in
/// both precisions (rounded).
///
/// Listing:    uniform ±1/√n, n the number of columns (V for U, H for W and V); biases 0
/// PyTorch:    uniform ±1/√H, biases too (torch.nn.RNN, GRU, LSTM and Linear of H inputs)
/// Xavier:     uniform ±√(6 / (rows + columns)) of each gate's block (Glorot and Bengio 2010); biases 0
/// Orthogonal: Xavier, but each gate's block of W_hh a random orthogonal matrix (Saxe et al. 2013)
///
/// forgetBias is added to an LSTM's b_if (Jozefowicz et al. 2015), if there are biases.
///
/// In slices, for a worker that answers in between; network and generator must outlive the job.
Job initialization(Network& network, InitializationSettings settings, Random& random);
/// The same at once.
void initialize(Network& network, const InitializationSettings& settings, Random& random);

}  // namespace rnn
