// What an evaluation found, as values: figures with their doubts, tables, sheets of pictures.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/eval/statistics.h"

namespace unmask {

/// A value to hold a figure against, measured in the same way.
struct ReferenceLevel {
  std::string id;  ///< "copy_other_style", "best_copy_hindsight", "true_pictures", "vq_reconstruction" …
  std::string title;
  double value = 0;
  std::optional<Interval> interval;
};

enum class FigureUnit { Share, Decibel, Number };

struct Figure {
  std::string id;  ///< unique in a report: "seen.top1"
  std::string title;
  FigureUnit unit = FigureUnit::Share;
  double value = 0;
  Interval interval;  ///< 95 %
  int samples = 0;
  std::optional<double> chance;
  std::vector<ReferenceLevel> references;
  std::optional<double> aim;  ///< what the project wants: at least this much
  std::string note;
};

/// A figure that could not be measured, and why.
struct MissingFigure {
  std::string id;
  std::string title;
  std::string reason;
};

/// Rows of a table; numbers stay numbers in JSON.
struct ReportTable {
  std::string id;
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<nlohmann::ordered_json>> rows;
};

/// Some pictures that belong together, with lines of text under them.
struct SheetCell {
  std::vector<ImageBuffer> pictures;  ///< RGB, from left to right
  std::string caption;
  std::string verdict;
  std::optional<bool> isRight;
};

struct PictureSheet {
  std::string id;  ///< also the file's name: "<id>.png"
  std::string title;
  std::string text;  ///< how the cells were chosen and what stands in them
  int columns = 4;
  std::vector<SheetCell> cells;
};

struct ReportSection {
  std::string id;
  std::string title;
  std::string text{};
  std::vector<Figure> figures{};
  std::vector<MissingFigure> missing{};
  std::vector<ReportTable> tables{};
  std::vector<PictureSheet> sheets{};
  nlohmann::ordered_json items = nlohmann::ordered_json::array();  ///< one object per picture judged
};

struct EvaluationReport {
  static constexpr int kSchema = 1;
  nlohmann::ordered_json header;  ///< model, dataset, settings
  std::vector<ReportSection> sections;

  const Figure* find(const std::string& id) const;
};

/// A figure from one outcome per sample: 0 … 1 for a share, anything for the other units.
Figure figureFrom(std::string id, std::string title, std::span<const double> values,
                  std::span<const int> groups = {}, FigureUnit unit = FigureUnit::Share);

/// Rounded to six decimals, so that the last bits of a sum do not make two reports differ.
double rounded(double value);

/// Without the sheets' pixels. Schema in the README.
nlohmann::ordered_json reportJson(const EvaluationReport& report);

}  // namespace unmask
