#pragma once

// The case that run.mjs sends, already validated and flattened there, as words separated by spaces:
//
//   float64
//   setting NAME VALUE           engine settings by the names of web/engine/engine-settings.js
//   vocabularySize V
//   parameter NAME COUNT NUMBERS row-major
//   sequence T INPUTS TARGETS COUNT H-NUMBERS COUNT C-NUMBERS
//   passes N                     over the training data
//   gradients each | all         of each sequence's summed loss, or of the mean loss of all
//   end

#include <istream>
#include <string>
#include <utility>
#include <vector>

#include "rnn/batch.h"
#include "rnn/settings.h"

struct Case {
  bool isDouble = true;
  rnn::NetworkShape shape;
  rnn::TrainingSettings training;
  std::vector<std::pair<std::string, std::vector<double>>> parameters;
  rnn::Dataset sequences;
  std::int64_t passes = 0;
  bool gradientOfEach = false;
};

/// Throws std::runtime_error, naming the word that is not understood.
Case readCase(std::istream& input);
