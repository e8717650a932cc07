#include "core/base/error.h"

namespace unmask {

std::string Error::text() const {
  std::string out;
  if (!file.empty()) out += file + ": ";
  out += message;
  std::string detail;
  const auto add = [&detail](const std::string& part) {
    if (!detail.empty()) detail += "; ";
    detail += part;
  };
  if (!key.empty()) add(key);
  if (!expected.empty()) add("expected " + expected);
  if (!found.empty()) add("found " + found);
  if (!detail.empty()) out += " (" + detail + ")";
  if (!remedy.empty()) out += ". " + remedy;
  return out;
}

Error joinErrors(Error head, const std::vector<std::string>& findings, size_t limit) {
  for (size_t i = 0; i < findings.size() && i < limit; ++i) {
    if (!head.found.empty()) head.found += ", ";
    head.found += findings[i];
  }
  if (findings.size() > limit) head.found += " and " + std::to_string(findings.size() - limit) + " more";
  return head;
}

}  // namespace unmask
