#include "app/cli/interrupt_stop.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>

namespace unmask {
namespace {

constexpr char kSignalled = 's';
constexpr char kFarewell = 'f';

// request_stop() takes locks, which a signal handler must not: the handler only writes to a pipe, and a
// thread that reads from it makes the request.
std::atomic<int> signalPipe{-1};

extern "C" void onSignal(int) {
  const int savedErrno = errno;
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  [[maybe_unused]] const auto written = write(signalPipe.load(), &kSignalled, 1);
  errno = savedErrno;
}

void handleSignal(int number) {
  struct sigaction action {};
  action.sa_handler = onSignal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, nullptr);
}

char readOne(int pipeEnd) {
  char byte = kFarewell;
  while (read(pipeEnd, &byte, 1) < 0 && errno == EINTR) {
  }
  return byte;
}

}  // namespace

InterruptStop::InterruptStop() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return;  // without the pipe the signals keep their usual effect
  m_readEnd = ends[0];
  m_writeEnd = ends[1];
  signalPipe = m_writeEnd;
  m_listener = std::thread([this] {
    if (readOne(m_readEnd) == kSignalled) m_source.request_stop();
  });
  handleSignal(SIGINT);
  handleSignal(SIGTERM);
}

InterruptStop::~InterruptStop() {
  if (m_readEnd < 0) return;
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  [[maybe_unused]] const auto written = write(m_writeEnd, &kFarewell, 1);
  m_listener.join();
  signalPipe = -1;
  close(m_readEnd);
  close(m_writeEnd);
}

}  // namespace unmask
