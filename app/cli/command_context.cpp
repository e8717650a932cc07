#include "app/cli/command_context.h"

namespace unmask {

std::string jsonText(const nlohmann::json& json, int indent) {
  return json.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

void CommandContext::event(const nlohmann::json& event) {
  if (json) streams.out << jsonText(event) << '\n' << std::flush;
}

void CommandContext::say(std::string_view line) {
  if (json) return;
  statusLine("");
  streams.out << line << '\n' << std::flush;
}

void CommandContext::warn(std::string_view sentence) {
  event({{"event", "warning"}, {"message", sentence}});
  statusLine("");
  streams.err << "unmask: warning: " << printable(std::string(sentence)) << '\n' << std::flush;
}

void CommandContext::log(std::string_view line) {
  if (!verbose) return;
  statusLine("");
  streams.err << line << '\n' << std::flush;
}

void CommandContext::statusLine(std::string_view line) {
  if (!showsProgress() || (line.empty() && !m_statusShown)) return;
  streams.err << "\r\x1b[K" << line << std::flush;
  m_statusShown = !line.empty();
}

}  // namespace unmask
