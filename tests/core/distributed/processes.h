// Programs started by a test, one a rank.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/scratch_dir.h"

namespace unmask::test {

/// A running program. Killed at the end of its life if it still runs.
class Process {
 public:
  /// `arguments[0]` is the program; `environment` is added to this process's own, with every launcher's
  /// variables taken out.
  Process(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment);
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;

  /// Reads the program's stdout until a line is `wanted`; false when it ends before that.
  bool waitForLine(const std::string& wanted);
  void signal(int number) const;
  /// The exit code, 128 + the signal's number, or −1 when it still runs after that time.
  int waitForEnd(std::chrono::seconds atMost);
  /// What it has written to stderr.
  std::string errors() const;

 private:
  std::unique_ptr<ScratchDir> m_dir = std::make_unique<ScratchDir>();
  pid_t m_pid = -1;
  int m_output = -1;
  std::string m_rest;
};

/// A TCP port that was free a moment ago.
int freePort();

/// One process a rank, meeting on this machine.
std::vector<Process> startRanks(const std::vector<std::string>& arguments, int ranks);

}  // namespace unmask::test
