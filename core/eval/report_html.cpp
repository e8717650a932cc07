#include <array>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <string_view>

#include "core/eval/sheets.h"
#include "core/io/base64.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace {

constexpr const char* kStyle = R"(
:root { color-scheme: light dark; --line: #8884; --dim: #777; --good: #3c9646; --bad: #cd3c32; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }
th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
td.n { font-variant-numeric: tabular-nums; white-space: nowrap; }
.dim { color: var(--dim); } .good { color: var(--good); } .bad { color: var(--bad); }
img { max-width: 100%; height: auto; background: #f6f6f6; } figure { margin: 1rem 0; }
)";

std::string formatted(const char* format, double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

std::string valueText(FigureUnit unit, double value) {
  if (unit == FigureUnit::Share) return formatted("%.1f %%", value * 100);
  return unit == FigureUnit::Decibel ? formatted("%.2f dB", value) : formatted("%.3f", value);
}

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

std::string cell(std::string_view text, std::string_view kind = "n") {
  return joined({"<td class=\"", kind, "\">", text, "</td>"});
}

std::string figureRow(const Figure& f) {
  std::string references;
  for (const ReferenceLevel& level : f.references) {
    references += joined({htmlEscaped(level.title), ": ", valueText(f.unit, level.value)});
    if (level.interval) {
      references += joined({" <span class=\"dim\">[", valueText(f.unit, level.interval->low), ", ",
                            valueText(f.unit, level.interval->high), "]</span>"});
    }
    references += "<br>";
  }
  std::string aim;
  if (f.aim) {
    const bool isMet = f.value >= *f.aim;
    aim = joined({"<span class=\"", isMet ? "good" : "bad", "\">", isMet ? "✓" : "✗", " ≥ ",
                  valueText(f.unit, *f.aim), "</span>"});
  }
  const std::string note = f.note.empty() ? "" : "<br><span class=\"dim\">" + htmlEscaped(f.note) + "</span>";
  const std::string low = valueText(f.unit, f.interval.low);
  const std::string high = valueText(f.unit, f.interval.high);
  return joined({"<tr>", cell(htmlEscaped(f.title) + note, "t"),
                 cell(joined({"<b>", valueText(f.unit, f.value), "</b>"})),
                 cell(joined({"[", low, ", ", high, "]"})), cell(std::to_string(f.samples)),
                 cell(f.chance ? valueText(f.unit, *f.chance) : "–"), cell(references, "t"), cell(aim),
                 "</tr>\n"});
}

std::string figureTable(const ReportSection& section) {
  if (section.figures.empty()) return {};
  std::string html =
      "<table><tr><th>figure</th><th>value</th><th>95 % interval</th><th>n</th><th>chance</th>"
      "<th>reference levels</th><th>aim</th></tr>\n";
  for (const Figure& figure : section.figures) html += figureRow(figure);
  return html + "</table>\n";
}

std::string plainText(const nlohmann::ordered_json& value) {
  if (value.is_string()) return htmlEscaped(value.get<std::string>());
  if (value.is_number_float()) return formatted("%.4g", value.get<double>());
  return htmlEscaped(value.dump());
}

std::string tableHtml(const ReportTable& table) {
  std::string html = joined({"<h3>", htmlEscaped(table.title), "</h3>\n<table><tr>"});
  for (const std::string& column : table.columns) html += joined({"<th>", htmlEscaped(column), "</th>"});
  html += "</tr>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (const auto& value : row) html += cell(plainText(value));
    html += "</tr>\n";
  }
  return html + "</table>\n";
}

Result<std::string> sheetHtml(const PictureSheet& sheet) {
  UNMASK_TRY(const std::vector<std::byte> png, encodePng(drawSheet(sheet)));
  return joined({"<h3>", htmlEscaped(sheet.title), "</h3>\n<p>", htmlEscaped(sheet.text),
                 "</p>\n<figure><img alt=\"", htmlEscaped(sheet.title), "\" src=\"data:image/png;base64,",
                 toBase64(png), "\"></figure>\n"});
}

Result<std::string> sectionHtml(const ReportSection& section) {
  std::string html =
      joined({"<h2 id=\"", htmlEscaped(section.id), "\">", htmlEscaped(section.title), "</h2>\n"});
  if (!section.text.empty()) html += joined({"<p>", htmlEscaped(section.text), "</p>\n"});
  html += figureTable(section);
  for (const MissingFigure& m : section.missing) {
    html += joined({"<p class=\"dim\">Not measured: ", htmlEscaped(m.title), ", because ",
                    htmlEscaped(m.reason), ".</p>\n"});
  }
  for (const ReportTable& table : section.tables) html += tableHtml(table);
  for (const PictureSheet& sheet : section.sheets) {
    UNMASK_TRY(const std::string part, sheetHtml(sheet));
    html += part;
  }
  return html;
}

std::string headerTable(const nlohmann::ordered_json& header) {
  std::string html = "<table>\n";
  for (const auto& [group, values] : header.items()) {
    if (!values.is_object()) continue;
    for (const auto& [key, value] : values.items()) {
      html += joined({"<tr>", cell(htmlEscaped(group), "dim"), cell(htmlEscaped(key), "t"),
                      cell(plainText(value), "t"), "</tr>\n"});
    }
  }
  return html + "</table>\n";
}

}  // namespace

std::string htmlEscaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Result<std::string> reportHtml(const EvaluationReport& report) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Unmask: evaluation</title>\n<style>";
  html += kStyle;
  html += "</style></head><body>\n<h1>Evaluation of a masked image model</h1>\n" + headerTable(report.header);
  for (const ReportSection& section : report.sections) {
    UNMASK_TRY(const std::string part, sectionHtml(section));
    html += part;
  }
  return html + "</body></html>\n";
}

}  // namespace unmask
