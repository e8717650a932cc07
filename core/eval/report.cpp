#include "core/eval/report.h"

#include <cmath>

#include "core/data/hold_out.h"

namespace unmask {

using nlohmann::ordered_json;

namespace {

constexpr int kRounds = 2000;  // of the bootstrap

const char* nameOf(FigureUnit unit) {
  switch (unit) {
    case FigureUnit::Decibel:
      return "dB";
    case FigureUnit::Number:
      return "number";
    case FigureUnit::Share:
      break;
  }
  return "share";
}

ordered_json intervalJson(const Interval& interval) {
  return ordered_json::array({rounded(interval.low), rounded(interval.high)});
}

ordered_json levelJson(const ReferenceLevel& level) {
  ordered_json json = {{"id", level.id}, {"title", level.title}, {"value", rounded(level.value)}};
  if (level.interval) json["interval"] = intervalJson(*level.interval);
  return json;
}

ordered_json figureJson(const Figure& figure) {
  ordered_json json = {{"id", figure.id},
                       {"title", figure.title},
                       {"unit", nameOf(figure.unit)},
                       {"value", rounded(figure.value)},
                       {"interval", intervalJson(figure.interval)},
                       {"samples", figure.samples}};
  json["chance"] = figure.chance ? ordered_json(rounded(*figure.chance)) : ordered_json(nullptr);
  json["references"] = ordered_json::array();
  for (const ReferenceLevel& level : figure.references) json["references"].push_back(levelJson(level));
  if (figure.aim) {
    json["aim"] = rounded(*figure.aim);
    json["aim_met"] = figure.value >= *figure.aim;
  }
  if (!figure.note.empty()) json["note"] = figure.note;
  return json;
}

ordered_json sheetJson(const PictureSheet& sheet) {
  ordered_json cells = ordered_json::array();
  for (const SheetCell& cell : sheet.cells) {
    ordered_json json = {{"caption", cell.caption}, {"verdict", cell.verdict}};
    if (cell.isRight) json["right"] = *cell.isRight;
    cells.push_back(json);
  }
  return {{"id", sheet.id},
          {"title", sheet.title},
          {"text", sheet.text},
          {"file", sheet.id + ".png"},
          {"cells", cells}};
}

ordered_json sectionJson(const ReportSection& section) {
  ordered_json json = {{"id", section.id}, {"title", section.title}, {"text", section.text}};
  json["figures"] = ordered_json::array();
  for (const Figure& figure : section.figures) json["figures"].push_back(figureJson(figure));
  json["missing"] = ordered_json::array();
  for (const MissingFigure& m : section.missing)
    json["missing"].push_back({{"id", m.id}, {"title", m.title}, {"reason", m.reason}});
  json["tables"] = ordered_json::array();
  for (const ReportTable& table : section.tables) {
    json["tables"].push_back(
        {{"id", table.id}, {"title", table.title}, {"columns", table.columns}, {"rows", table.rows}});
  }
  json["sheets"] = ordered_json::array();
  for (const PictureSheet& sheet : section.sheets) json["sheets"].push_back(sheetJson(sheet));
  json["items"] = section.items;
  return json;
}

}  // namespace

const Figure* EvaluationReport::find(const std::string& id) const {
  for (const ReportSection& section : sections) {
    for (const Figure& figure : section.figures) {
      if (figure.id == id) return &figure;
    }
  }
  return nullptr;
}

Figure figureFrom(std::string id, std::string title, std::span<const double> values,
                  std::span<const int> groups, FigureUnit unit) {
  Figure figure;
  const auto interval = unit == FigureUnit::Share ? bootstrapShare : bootstrapMean;
  figure.interval = interval(values, groups, nameHash(id), kRounds);
  figure.id = std::move(id);
  figure.title = std::move(title);
  figure.unit = unit;
  figure.value = meanOf(values);
  figure.samples = static_cast<int>(values.size());
  return figure;
}

double rounded(double value) {
  return std::round(value * 1e6) / 1e6;
}

ordered_json reportJson(const EvaluationReport& report) {
  ordered_json json = {{"schema", EvaluationReport::kSchema}};
  json.update(report.header);
  json["sections"] = ordered_json::array();
  for (const ReportSection& section : report.sections) json["sections"].push_back(sectionJson(section));
  return json;
}

}  // namespace unmask
