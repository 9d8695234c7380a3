#include "rnn/parameters.h"

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "helpers.h"

namespace rnn {
namespace {

/// "name rowsxcolumns", "name rows" for a vector.
std::vector<std::string> summary(const NetworkShape& shape) {
  std::vector<std::string> lines;
  for (const ParameterInfo& entry : parameterLayout(shape)) {
    std::string line = entry.name + " " + std::to_string(entry.rows);
    if (!entry.isBias()) line.append("x").append(std::to_string(entry.columns));
    lines.push_back(line);
  }
  return lines;
}

// Names, shapes and gate counts: the documentation of torch.nn.RNN, GRU and LSTM, "Variables".
TEST(Parameters, HavePyTorchsNamesAndShapes) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(summary({CellType::Lstm, Activation::Tanh, 7, 3, 2, true}),
            (Lines{"weight_ih_l0 12x7", "weight_hh_l0 12x3", "bias_ih_l0 12", "bias_hh_l0 12", "weight_ih_l1 12x3",
                   "weight_hh_l1 12x3", "bias_ih_l1 12", "bias_hh_l1 12", "weight_out 7x3", "bias_out 7"}));
  EXPECT_EQ(
      summary({CellType::Gru, Activation::Tanh, 7, 3, 1, true}),
      (Lines{"weight_ih_l0 9x7", "weight_hh_l0 9x3", "bias_ih_l0 9", "bias_hh_l0 9", "weight_out 7x3", "bias_out 7"}));
  EXPECT_EQ(summary({CellType::Rnn, Activation::Tanh, 7, 3, 2, false}),
            (Lines{"weight_ih_l0 3x7", "weight_hh_l0 3x3", "weight_ih_l1 3x3", "weight_hh_l1 3x3", "weight_out 7x3"}));
}

TEST(Parameters, HaveTheKindAndLayerOfTheirNames) {
  const auto list = parameterLayout({CellType::Gru, Activation::Tanh, 7, 3, 2, true});
  const std::vector<ParameterKind> ofLayer{ParameterKind::InputWeights, ParameterKind::RecurrentWeights,
                                           ParameterKind::InputBias, ParameterKind::RecurrentBias};
  ASSERT_EQ(list.size(), 10u);
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(list[i].kind, ofLayer[i % 4]) << list[i].name;
    EXPECT_EQ(list[i].layer, static_cast<Index>(i / 4)) << list[i].name;
  }
  EXPECT_EQ(list[8].kind, ParameterKind::OutputWeights);
  EXPECT_EQ(list[9].kind, ParameterKind::OutputBias);
  EXPECT_EQ(list[8].layer, kOutputLayer);
}

TEST(Parameters, FillTheFlatBufferWithoutGapOrOverlap) {
  for (const NetworkShape& shape : testing::everyShape()) {
    const Parameters<float> parameters(shape);
    std::int64_t next = 0;
    for (const ParameterInfo& entry : parameters.list()) {
      EXPECT_EQ(entry.offset, next) << entry.name;
      next += entry.size();
    }
    EXPECT_EQ(parameters.flat().size(), next);
    EXPECT_EQ(parameters.flat().cwiseAbs().sum(), 0) << "fresh parameters are zero";
  }
}

TEST(Parameters, AreCountedInNumbersAbove32BitsWithoutBeingMade) {
  const ParameterInfo last = parameterLayout({CellType::Lstm, Activation::Tanh, 1'000'000, 512, 1, true}).back();
  EXPECT_EQ(last.offset + last.size(), 2'562'052'672);  // 4H·V + 4H·H + 8H + V·H + V
}

TEST(Parameters, AreReadAndWrittenInRowMajorOrder) {
  Parameters<double> parameters({CellType::Gru, Activation::Tanh, 5, 4, 2, true});
  for (const ParameterInfo& entry : parameters.list()) {
    std::vector<double> values(static_cast<std::size_t>(entry.size()));
    std::iota(values.begin(), values.end(), 100.0);
    parameters.setRowMajor(entry, values.data());
    EXPECT_EQ(parameters.rowMajor(entry), values) << entry.name;
    const auto view = parameters.view(entry);
    for (Index row = 0; row < entry.rows; ++row) {
      for (Index column = 0; column < entry.columns; ++column)
        EXPECT_EQ(view(row, column), 100.0 + static_cast<double>(row * entry.columns + column)) << entry.name;
    }
  }
}

/// Each entry filled with its own place in the list.
Parameters<double> numbered(const NetworkShape& shape) {
  Parameters<double> parameters(shape);
  for (std::size_t i = 0; i < parameters.list().size(); ++i) {
    parameters.view(parameters.list()[i]).setConstant(static_cast<double>(i));
  }
  return parameters;
}

TEST(Parameters, AreViewedByTheirLayers) {
  const Parameters<double> parameters = numbered({CellType::Lstm, Activation::Tanh, 5, 4, 2, true});
  const auto second = parameters.layer(1);
  EXPECT_EQ(second.inputWeights.minCoeff(), 4);
  EXPECT_EQ(second.recurrentWeights.maxCoeff(), 5);
  EXPECT_EQ(second.inputBias.maxCoeff(), 6);
  EXPECT_EQ(second.recurrentBias.maxCoeff(), 7);
  EXPECT_EQ(parameters.outputLayer().weights.maxCoeff(), 8);
  EXPECT_EQ(parameters.outputLayer().bias.minCoeff(), 9);
  EXPECT_EQ(second.inputWeights.rows(), 16);
  EXPECT_EQ(parameters.outputLayer().weights.rows(), 5);
}

TEST(Parameters, HaveEmptyBiasesInANetworkWithoutBias) {
  const Parameters<double> parameters = numbered({CellType::Gru, Activation::Tanh, 5, 4, 2, false});
  EXPECT_EQ(parameters.layer(1).inputWeights.maxCoeff(), 2);
  EXPECT_EQ(parameters.layer(1).recurrentWeights.maxCoeff(), 3);
  EXPECT_EQ(parameters.layer(1).inputBias.size(), 0);
  EXPECT_EQ(parameters.layer(0).recurrentBias.size(), 0);
  EXPECT_EQ(parameters.outputLayer().bias.size(), 0);
  EXPECT_EQ(parameters.outputLayer().weights.maxCoeff(), 4);
}

TEST(Parameters, WrittenThroughALayerAreInTheFlatBuffer) {
  Parameters<double> parameters({CellType::Rnn, Activation::Tanh, 5, 4, 1, true});
  parameters.layer(0).recurrentWeights(2, 3) = 7;
  const ParameterInfo& entry = *parameters.find("weight_hh_l0");
  EXPECT_EQ(parameters.flat().sum(), 7);
  EXPECT_EQ(parameters.rowMajor(entry)[2 * 4 + 3], 7);
}

TEST(Parameters, AreFoundByNameAndOnlyByName) {
  const Parameters<double> parameters({CellType::Rnn, Activation::Tanh, 5, 4, 2, true});
  for (const ParameterInfo& entry : parameters.list())
    EXPECT_EQ(parameters.find(entry.name), &entry);
  EXPECT_EQ(parameters.find("weight_ih_l2"), nullptr);
  EXPECT_EQ(parameters.find("weight_ih"), nullptr);
  EXPECT_EQ(parameters.find(""), nullptr);
}

TEST(Parameters, KeepTheirValuesInAnotherPrecision) {
  const auto parameters = testing::randomParameters({CellType::Gru, Activation::Tanh, 5, 4, 2, true}, 3);
  const Parameters<float> single = parameters.cast<float>();
  EXPECT_EQ(single.shape(), parameters.shape());
  for (Index i = 0; i < parameters.flat().size(); ++i)
    EXPECT_EQ(single.flat()[i], static_cast<float>(parameters.flat()[i]));
}

TEST(Settings, HaveTheNamesUsedInFiles) {
  EXPECT_EQ(fromName<CellType>("gru"), CellType::Gru);
  EXPECT_EQ(fromName<OptimizerType>("adamw"), OptimizerType::AdamW);
  EXPECT_EQ(fromName<ScheduleType>("halving"), ScheduleType::Halving);
  EXPECT_EQ(fromName<Reduction>("mean"), Reduction::Mean);
  EXPECT_EQ(fromName<CellType>("GRU"), std::nullopt);
  EXPECT_EQ(nameOf(Activation::Listing), "listing");
  EXPECT_EQ(nameOf(Initialization::Orthogonal), "orthogonal");
}

}  // namespace
}  // namespace rnn
