// Teaches ThreadSanitizer how Qt hands events from thread to thread. Debian's Qt is not instrumented, so what
// its queues order looks unordered: every queued call would be reported.
#pragma once

#include <QApplication>

namespace unmask::test {

#ifdef __SANITIZE_THREAD__
/// What a thread did before it posted or emitted anything happens before every event that is delivered later.
/// That is more order than there is: a race between threads that only happen to exchange other events goes
/// unseen.
class TestApplication : public QApplication {
 public:
  using QApplication::QApplication;
  bool notify(QObject* receiver, QEvent* event) override;
};
#else
using TestApplication = QApplication;
#endif

}  // namespace unmask::test
