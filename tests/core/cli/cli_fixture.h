// Runs the command line in this process, with RecordingEngine behind it and a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "app/cli/run_cli.h"
#include "core/io/image_codec.h"
#include "core/io/safetensors.h"
#include "tests/core/cli/recording_engine.h"
#include "tests/support/scratch_dir.h"

namespace unmask::test {

class CliTest : public testing::Test {
 protected:
  CliTest();

  /// The exit code; what was printed is in out() and err().
  int run(std::vector<std::string> args);
  std::string out() const { return m_out.str(); }
  std::string err() const { return m_err.str(); }
  /// The lines on stdout, each parsed; fails the test when one is not JSON.
  std::vector<nlohmann::json> events() const;
  /// The first event of that name; null when there is none.
  nlohmann::json event(const std::string& name) const;

  std::string path(const std::string& name) const { return (m_dir / name).string(); }
  /// File names in the folder, hidden and temporary ones too, sorted.
  std::vector<std::string> files() const;
  void writeText(const std::string& name, const std::string& text) const;
  void writePicture(const std::string& name, const ImageBuffer& picture) const;

  /// The request written into a PNG or a trace file; fails the test when there is none.
  GenerationRequest requestIn(const std::string& name) const;
  /// The only request of the last run.
  const GenerationRequest& onlyRequest() const;

  EngineLog log;
  CliHooks hooks;
  std::stop_source stop;
  std::vector<std::string> resolved;  ///< what resolveModel was asked for
  BenchRequest benched;
  bool onTerminal = false;
  bool colour = false;
  int columns = 80;

 private:
  ScratchDir m_dir;
  std::ostringstream m_out;
  std::ostringstream m_err;
};

/// A tensor's bytes as values; fails the test when the tensor is missing or of another type.
template <typename T>
std::vector<T> valuesOf(const SafetensorsFile& file, const std::string& name, TensorType type) {
  const TensorView* tensor = file.find(name);
  if (tensor == nullptr || tensor->type != type) {
    ADD_FAILURE() << name << " is missing or of another type";
    return {};
  }
  std::vector<T> values(tensor->bytes.size() / sizeof(T));
  std::copy(tensor->bytes.begin(), tensor->bytes.end(), reinterpret_cast<std::byte*>(values.data()));
  return values;
}

}  // namespace unmask::test
