#include "tests/support/reference_table.h"

#include <cmath>
#include <fstream>
#include <sstream>

namespace unmask::test {

namespace {

std::vector<std::string> cellsOf(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  std::string cell;
  std::getline(in, cell, '|');  // nothing before the first bar
  while (std::getline(in, cell, '|')) {
    const size_t begin = cell.find_first_not_of(' ');
    // Not one expression with ?: — GCC 12 then warns of a copy that cannot happen.
    if (begin == std::string::npos)
      cells.emplace_back();
    else
      cells.push_back(cell.substr(begin, cell.find_last_not_of(' ') - begin + 1));
  }
  return cells;
}

template <typename T>
std::vector<T> numbersOf(std::string text) {
  for (size_t at = 0; (at = text.find("×", at)) != std::string::npos;) {
    text[at] = ' ';
    text[at + 1] = ' ';
  }
  std::istringstream in(text);
  std::vector<T> out;
  for (T value; in >> value;) out.push_back(value);
  return out;
}

bool isNear(double a, double b, double tolerance) {
  return std::abs(a - b) <= tolerance;  // false for NaN
}

}  // namespace

std::vector<ReferenceRow> readReferenceTable(const std::string& file) {
  const std::string path = std::string(UNMASK_SOURCE_DIR) + "/tests/parity/" + file;
  std::ifstream in(path);
  if (!in) ADD_FAILURE() << "cannot read " << path;
  std::vector<ReferenceRow> rows;
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> cells = cellsOf(line);
    if (cells.size() != 5 || cells[0] == "tensor" || cells[0].starts_with("-")) continue;
    ReferenceRow row{cells[0], numbersOf<int64_t>(cells[1]), 0, numbersOf<double>(cells[3]),
                     numbersOf<double>(cells[4])};
    const std::vector<double> mean = numbersOf<double>(cells[2]);
    if (mean.size() != 1 || row.shape.empty() || row.first.size() < 8 || row.last.size() != 4) {
      ADD_FAILURE() << path << ": malformed row " << row.path;
      return {};
    }
    row.meanAbs = mean[0];
    rows.push_back(std::move(row));
  }
  return rows;
}

testing::AssertionResult matchesRow(const torch::Tensor& actual, const ReferenceRow& row) {
  if (actual.sizes() != at::IntArrayRef(row.shape))
    return testing::AssertionFailure() << "shape " << actual.sizes() << " and not " << row.shape;
  const torch::Tensor flat = actual.detach().to(torch::kFloat64).contiguous().flatten();
  const double mean = flat.abs().mean().item<double>();
  if (!isNear(mean, row.meanAbs, kMeanTolerance))
    return testing::AssertionFailure() << "mean abs " << mean << " and not " << row.meanAbs;
  const auto* values = flat.data_ptr<double>();
  const auto check = [&](int64_t at, double expected) -> testing::AssertionResult {
    if (isNear(values[at], expected, kValueTolerance)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "element " << at << " is " << values[at] << " and not " << expected;
  };
  for (size_t i = 0; i < row.first.size(); ++i)
    if (auto result = check(static_cast<int64_t>(i), row.first[i]); !result) return result;
  const int64_t tail = flat.numel() - static_cast<int64_t>(row.last.size());
  for (size_t i = 0; i < row.last.size(); ++i)
    if (auto result = check(tail + static_cast<int64_t>(i), row.last[i]); !result) return result;
  return testing::AssertionSuccess();
}

void expectMatchesTable(const std::map<std::string, torch::Tensor>& tensors, const std::string& file,
                        size_t rows) {
  const std::vector<ReferenceRow> table = readReferenceTable(file);
  EXPECT_EQ(table.size(), rows) << file;
  for (const ReferenceRow& row : table) {
    const auto it = tensors.find(row.path);
    if (it == tensors.end())
      ADD_FAILURE() << row.path << " was not seen";
    else
      EXPECT_TRUE(matchesRow(it->second, row)) << row.path;
  }
}

}  // namespace unmask::test
