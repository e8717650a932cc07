#include "tests/core/cli/cli_fixture.h"

#include <algorithm>
#include <fstream>

#include "core/io/png_metadata.h"

namespace unmask::test {

CliTest::CliTest() {
  hooks.loadEngine = [this](const EngineOptions& options) -> Result<std::unique_ptr<Engine>> {
    log.loaded = options;
    return std::unique_ptr<Engine>(std::make_unique<RecordingEngine>(log));
  };
  hooks.runBench = [this](const BenchRequest& request, std::stop_token) -> Result<std::string> {
    benched = request;
    return std::string("{\n  \"seconds\": 1\n}");
  };
  hooks.resolveModel = [this](const std::string& model) -> Result<std::string> {
    resolved.push_back(model);
    return model.empty() ? "/models/fake" : model;
  };
}

int CliTest::run(std::vector<std::string> args) {
  m_out.str("");
  m_err.str("");
  log.requests.clear();
  log.drawsFiles.clear();
  resolved.clear();
  const CliStreams streams{
      .out = m_out, .err = m_err, .errIsTerminal = onTerminal, .colour = colour, .columns = columns};
  return runCli(std::move(args), streams, hooks, stop.get_token());
}

std::vector<nlohmann::json> CliTest::events() const {
  std::vector<nlohmann::json> events;
  std::istringstream lines(m_out.str());
  for (std::string line; std::getline(lines, line);) {
    events.push_back(nlohmann::json::parse(line, nullptr, false));
    EXPECT_TRUE(events.back().is_object()) << line;
  }
  return events;
}

nlohmann::json CliTest::event(const std::string& name) const {
  for (const nlohmann::json& event : events()) {
    if (event.value("event", "") == name) return event;
  }
  return nullptr;
}

std::vector<std::string> CliTest::files() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(m_dir.path())) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

void CliTest::writeText(const std::string& name, const std::string& text) const {
  std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << text;
}

void CliTest::writePicture(const std::string& name, const ImageBuffer& picture) const {
  ASSERT_TRUE(savePng(path(name), picture).ok());
}

GenerationRequest CliTest::requestIn(const std::string& name) const {
  if (name.ends_with(".png")) {
    const auto request = requestFromPng(path(name));
    if (request.ok() && request->has_value()) return **request;
  } else if (const auto file = SafetensorsFile::open(path(name));
             file.ok() && file->metadata().contains(kRequestKey)) {
    const auto request = requestFromJson(file->metadata().at(kRequestKey), name);
    if (request.ok()) return *request;
  }
  ADD_FAILURE() << name << " holds no request";
  return {};
}

const GenerationRequest& CliTest::onlyRequest() const {
  static const GenerationRequest kNone;
  EXPECT_EQ(log.requests.size(), 1u);
  return log.requests.size() == 1 ? log.requests.front() : kNone;
}

}  // namespace unmask::test
