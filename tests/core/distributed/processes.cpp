#include "tests/core/distributed/processes.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace unmask::test {

namespace {

bool isOfALauncher(const std::string& entry) {
  for (const char* prefix :
       {"RANK=", "WORLD_SIZE=", "LOCAL_", "MASTER_", "OMPI_", "PMI_", "SLURM_", "TORCHELASTIC_"})
    if (entry.starts_with(prefix)) return true;
  return false;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment) {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry)
    if (!isOfALauncher(*entry)) variables.emplace_back(*entry);
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  std::vector<std::string> words = arguments;

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  m_output = ends[0];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (*m_dir / "errors").c_str(), O_WRONLY | O_CREAT,
                                   0600);
  const int failed = ::posix_spawn(&m_pid, words[0].c_str(), &actions, nullptr, pointers(words).data(),
                                   pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (failed != 0) throw std::runtime_error("cannot start " + words[0]);
}

Process::Process(Process&& other) noexcept
    : m_dir(std::move(other.m_dir)),
      m_pid(std::exchange(other.m_pid, -1)),
      m_output(std::exchange(other.m_output, -1)),
      m_rest(std::move(other.m_rest)) {}

Process::~Process() {
  if (m_pid > 0) {
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
  }
  if (m_output >= 0) ::close(m_output);
}

bool Process::waitForLine(const std::string& wanted) {
  char part[4096];
  while (true) {
    for (size_t end; (end = m_rest.find('\n')) != std::string::npos;) {
      const std::string line = m_rest.substr(0, end);
      m_rest.erase(0, end + 1);
      if (line == wanted) return true;
    }
    const ssize_t count = ::read(m_output, part, sizeof part);
    if (count <= 0) return false;
    m_rest.append(part, static_cast<size_t>(count));
  }
}

void Process::signal(int number) const {
  ::kill(m_pid, number);
}

int Process::waitForEnd(std::chrono::seconds atMost) {
  const auto handle = static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0));
  pollfd isOver{handle, POLLIN, 0};
  const bool hasEnded = ::poll(&isOver, 1, static_cast<int>(std::chrono::milliseconds(atMost).count())) == 1;
  ::close(handle);
  if (!hasEnded) return -1;
  int status = 0;
  ::waitpid(m_pid, &status, 0);
  m_pid = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string Process::errors() const {
  std::ostringstream text;
  text << std::ifstream(*m_dir / "errors").rdbuf();
  return text.str();
}

int freePort() {
  const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (::bind(handle, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::getsockname(handle, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    throw std::runtime_error("no free port");
  ::close(handle);
  return ntohs(address.sin_port);
}

std::vector<Process> startRanks(const std::vector<std::string>& arguments, int ranks) {
  const std::string port = std::to_string(freePort());
  std::vector<Process> processes;
  processes.reserve(static_cast<size_t>(ranks));
  for (int r = 0; r < ranks; ++r)
    processes.emplace_back(arguments,
                           std::map<std::string, std::string>{{"RANK", std::to_string(r)},
                                                              {"WORLD_SIZE", std::to_string(ranks)},
                                                              {"LOCAL_RANK", std::to_string(r)},
                                                              {"LOCAL_WORLD_SIZE", std::to_string(ranks)},
                                                              {"MASTER_ADDR", "127.0.0.1"},
                                                              {"MASTER_PORT", port}});
  return processes;
}

}  // namespace unmask::test
