// What the desktop hears of runs, over a bus of the test's own.
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QStandardPaths>

#include "tests/ui/ui_test_support.h"
#include "ui/desktop/run_notices.h"

namespace unmask {
namespace {

/// A notification server that only remembers.
class FakeDesktop : public QDBusVirtualObject {
 public:
  QString introspect(const QString&) const override { return {}; }
  bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override {
    if (message.member() != "Notify") return false;
    titles << message.arguments().value(3).toString();
    texts << message.arguments().value(4).toString();
    connection.send(message.createReply(QVariant::fromValue(uint(7))));
    return true;
  }
  QStringList titles, texts;
};

/// Hears the task bar's signal.
class FakeTaskBar : public QObject {
  Q_OBJECT

 public:
  QString application;
  QList<QVariantMap> updates;

 public Q_SLOTS:
  void onUpdate(const QString& name, const QVariantMap& values) {
    application = name;
    updates << values;
  }
};

class RunNoticesTest : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    if (QStandardPaths::findExecutable("dbus-daemon").isEmpty())
      GTEST_SKIP() << "dbus-daemon is not installed";
    m_daemon.start("dbus-daemon", {"--session", "--print-address", "--nofork", "--nopidfile"});
    ASSERT_TRUE(m_daemon.waitForReadyRead(test::kTimeout));
    const QString address = QString::fromUtf8(m_daemon.readLine()).trimmed();
    QDBusConnection there = QDBusConnection::connectToBus(address, "desktop");
    ASSERT_TRUE(there.isConnected());
    ASSERT_TRUE(there.registerService("org.freedesktop.Notifications"));
    ASSERT_TRUE(there.registerVirtualObject("/org/freedesktop/Notifications", &desktop));
    ASSERT_TRUE(there.connect({}, {}, "com.canonical.Unity.LauncherEntry", "Update", &taskBar,
                              SLOT(onUpdate(QString, QVariantMap))));
    openWindow();
    notices = std::make_unique<RunNotices>(
        window->jobs(), QDBusConnection::connectToBus(address, "program"),
        RunNotices::Surroundings{[this] { return isActive; }, [this] { return now; }});
  }
  void TearDown() override {
    notices.reset();
    QDBusConnection::disconnectFromBus("desktop");
    QDBusConnection::disconnectFromBus("program");
    m_daemon.kill();
    m_daemon.waitForFinished();
    StudioTest::TearDown();
  }
  /// A run during which the clock goes on by so much.
  void run(qint64 milliseconds) {
    const auto later = QObject::connect(window->jobs(), &JobController::runFinished, window.get(),
                                        [this, milliseconds] { now += milliseconds; });
    generatePicture();
    QObject::disconnect(later);
  }
  bool isHiddenAgain() const {
    return !taskBar.updates.isEmpty() && !taskBar.updates.back().value("progress-visible").toBool();
  }

  FakeDesktop desktop;
  FakeTaskBar taskBar;
  std::unique_ptr<RunNotices> notices;
  bool isActive = false;
  qint64 now = 1000;

 private:
  QProcess m_daemon;
};

TEST_F(RunNoticesTest, ALongRunUnseenIsToldWithItsPrompt) {
  typePrompt("a <red> apple");
  run(10'001);
  UNTIL(desktop.titles.size() == 1);
  EXPECT_EQ(desktop.titles.front(), "The picture is ready");
  EXPECT_EQ(desktop.texts.front(), "a &lt;red&gt; apple");
}

TEST_F(RunNoticesTest, AShortRunAndASeenOneAreNot) {
  run(9'000);
  UNTIL(isHiddenAgain());
  isActive = true;
  taskBar.updates.clear();
  run(60'000);
  UNTIL(isHiddenAgain());
  EXPECT_TRUE(desktop.titles.isEmpty());
}

TEST_F(RunNoticesTest, TheTaskBarShowsProgressAndThenNothing) {
  run(0);
  UNTIL(isHiddenAgain());
  EXPECT_EQ(taskBar.application, "application://org.unmask.Studio.desktop");
  double last = -1;
  for (const QVariantMap& update : taskBar.updates) {
    if (!update.value("progress-visible").toBool()) continue;
    EXPECT_GE(update.value("progress").toDouble(), last);
    last = update.value("progress").toDouble();
  }
  EXPECT_DOUBLE_EQ(last, 1);
}

TEST_F(RunNoticesTest, AClickOnTheNotificationBringsTheWindow) {
  int wanted = 0;
  QObject::connect(notices.get(), &RunNotices::windowWanted, window.get(), [&] { ++wanted; });
  run(20'000);
  UNTIL(desktop.titles.size() == 1);
  QDBusMessage clicked = QDBusMessage::createSignal("/org/freedesktop/Notifications",
                                                    "org.freedesktop.Notifications", "ActionInvoked");
  clicked << uint(7) << QStringLiteral("default");
  // The number of the notification may still be under way when the first click comes.
  UNTIL((QDBusConnection("desktop").send(clicked), wanted > 0));
}

}  // namespace
}  // namespace unmask

#include "run_notices_test.moc"
