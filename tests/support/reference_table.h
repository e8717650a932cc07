// The tables of tests/parity: one row a tensor, as the reference classes printed them.
#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <map>
#include <string>
#include <vector>

namespace unmask::test {

/// The reference promises about 2e-5 per element between builds; values are printed with six decimals.
inline constexpr double kValueTolerance = 2e-5;
/// Averages of hundreds of elements, printed with seven decimals.
inline constexpr double kMeanTolerance = 5e-6;

struct ReferenceRow {
  std::string path;  ///< module path, first column
  std::vector<int64_t> shape;
  double meanAbs = 0;
  std::vector<double> first, last;  ///< of the flattened tensor
};

/// Rows of tests/parity/`file`. A missing or malformed file fails the test and gives no rows.
std::vector<ReferenceRow> readReferenceTable(const std::string& file);

/// Compares one tensor, in the reference's own layout, with its row.
testing::AssertionResult matchesRow(const torch::Tensor& actual, const ReferenceRow& row);

/// Every row of the table has a tensor under its path that matches it; `rows` guards against a table that
/// lost some.
void expectMatchesTable(const std::map<std::string, torch::Tensor>& tensors, const std::string& file,
                        size_t rows);

}  // namespace unmask::test
