#pragma once

#include <string>

#include "rnn/batch.h"
#include "rnn/tensor_io.h"

namespace rnn {

/// Sequences as tensors called prefix + lengths, inputs, targets, initial_hidden, initial_cell.
void addDataset(TensorCollector& tensors, const std::string& prefix, const Dataset& data, const NetworkShape& shape);

/// The inverse, into an empty data set. False if the source has an error.
bool readDataset(TensorSource& source, const std::string& prefix, const NetworkShape& shape, Dataset& data);

}  // namespace rnn
