// A training run's figures: one CSV row a report, and the same as a picture.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

/// Columns with names; every row has one value a column. The first column is the horizontal axis.
class LossCurve {
 public:
  explicit LossCurve(std::vector<std::string> columns) : m_columns(std::move(columns)) {}

  void add(std::vector<double> row);
  const std::vector<std::vector<double>>& rows() const { return m_rows; }

  /// Takes back the rows of an earlier CSV whose first column is below `before`; a missing file is an empty
  /// curve.
  Result<void> resume(const std::filesystem::path& csv, double before);
  Result<void> writeCsv(const std::filesystem::path& path) const;
  /// Draws the named columns, each on its own scale, into a PNG.
  Result<void> writePng(const std::filesystem::path& path, const std::vector<std::string>& columns) const;

 private:
  std::vector<std::string> m_columns;
  std::vector<std::vector<double>> m_rows;
};

}  // namespace unmask
