// A whole window, in a process of its own, is killed at random moments of saving and accepting. What it had
// acknowledged must be in its files, and the next window must show it.
#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <random>
#include <span>

#include "core/project/history.h"
#include "core/project/project_file.h"
#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

constexpr int kKills = 25;        ///< half a minute; UNMASK_KILLS=100 takes some two
constexpr int kMostActions = 12;  ///< of one child
constexpr char kFolder[] = "UNMASK_KILL_FOLDER";
constexpr char kSeed[] = "UNMASK_KILL_SEED";

uint64_t hashOf(std::span<const uint8_t> bytes) {
  uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const uint8_t byte : bytes) hash = (hash ^ byte) * 1099511628211U;
  return hash;
}

/// "step canvas mask runs lastRun": what can be compared across processes.
struct Shown {
  int64_t step = 0;
  uint64_t canvas = 0;
  uint64_t mask = 0;
  qint64 runs = 0;
  bool operator==(const Shown&) const = default;

  std::string text() const {
    return std::to_string(step) + ' ' + std::to_string(canvas) + ' ' + std::to_string(mask) + ' ' +
           std::to_string(runs);
  }
  static Shown from(const QString& text) {
    const QStringList parts = text.split(' ');
    if (parts.size() != 4) return {};
    return {parts[0].toLongLong(), parts[1].toULongLong(), parts[2].toULongLong(), parts[3].toLongLong()};
  }
};

uint64_t maskHash(const PixelMask& mask) {
  const bool isPainted = std::find(mask.pixels.begin(), mask.pixels.end(), 1) != mask.pixels.end();
  return isPainted ? hashOf(mask.pixels) : 0;
}

uint64_t maskHash(const SharedPicture& grey) {
  if (!grey) return 0;
  std::vector<uint8_t> painted;
  for (const uint8_t value : grey->pixels) painted.push_back(value >= 128);
  return hashOf(painted);
}

Shown shownBy(const DocumentState& state, size_t runs) {
  return {state.step, state.canvas ? hashOf(state.canvas->pixels) : 0, maskHash(state.strokeMask),
          static_cast<qint64>(runs)};
}

/// The child: works until it is killed, and tells after each action that it is saved.
class KillChild : public test::StudioTest {
 protected:
  void SetUp() override {
    if (qEnvironmentVariableIsEmpty(kFolder)) GTEST_SKIP() << "only as the child of WindowKill";
    StudioTest::SetUp();
  }
  void TearDown() override {
    if (window) StudioTest::TearDown();
  }
  void showChild() {
    StudioOptions mine = options();
    mine.dataDir = qEnvironmentVariable(kFolder);
    mine.stateDir.clear();
    window = std::make_unique<MainWindow>(
        std::move(mine), [this] { return nextSeed++; }, std::make_unique<test::FakeDialogs>());
    window->canvas()->setAnimated(false);
    window->show();
    UNTIL(window->jobs()->hasModel() && isIdle() && !window->project()->isOpening());
  }
  Shown shown() const {
    const DocumentModel& document = *window->document();
    const PicturePtr& picture = document.picture();
    const auto runs =
        ProjectFile::open(window->project()->path().toStdString(), ProjectFile::Mode::ReadOnly)->runs();
    return {const_cast<DocumentModel&>(document).undoStack()->serial(),
            picture ? hashOf(picture->pixels.pixels) : 0,
            maskHash(const_cast<DocumentModel&>(document).mask()->pixels()),
            static_cast<qint64>(runs->size())};
  }
  void say(const char* word) const {
    std::printf("%s %s\n", word, shown().text().c_str());
    std::fflush(stdout);
  }
  void act(unsigned choice, std::mt19937& random) {
    MaskModel& mask = *window->document()->mask();
    if (choice < 5 || !window->document()->picture()) {
      window->generate();
      UNTIL(isIdle());
      if (choice % 2 == 0) window->candidates()->accept();
    } else if (choice < 10) {
      const double x = random() % 32, y = random() % 32;
      mask.beginStroke(MaskLayer::Mask, random() % 3 != 0);
      mask.strokeLine({x, y}, {31 - x, y}, 2, 4);
      mask.endStroke("Brush Stroke");
    } else if (choice < 12) {
      window->document()->undoStack()->undo();
    } else if (choice < 13) {
      window->document()->undoStack()->redo();
    } else {
      window->candidates()->discard();
    }
  }
};

TEST_F(KillChild, Works) {
  std::mt19937 random(qEnvironmentVariable(kSeed).toUInt());
  nextSeed = 1000 * qEnvironmentVariable(kSeed).toUInt();
  showChild();
  say("found");
  for (int i = 0; i < kMostActions; ++i) {
    act(random() % 15, random);
    UNTIL(window->project()->isSettled());
    say("saved");
  }
  while (true) QTest::qWait(1000);  // the parent came late
}

class WindowKill : public ::testing::Test {
 protected:
  QString data() const { return m_folder.filePath("data"); }
  QString project() const {
    const QFileInfoList files = QDir(data() + "/untitled").entryInfoList({"*.unmask"}, QDir::Files);
    return files.size() == 1 ? files[0].filePath() : QString();
  }
  static QStringList linesOf(QString& text, QProcess& child) {
    text += QString::fromUtf8(child.readAllStandardOutput());
    QStringList lines = text.split('\n');
    lines.removeLast();  // an unfinished one
    return lines.filter(QRegularExpression("^(found|saved) "));
  }
  /// Every acknowledged line of a child that was killed after at least `least` of them and some more time.
  QStringList linesBeforeKill(unsigned seed, int least, unsigned spin) const {
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(kFolder, data());
    environment.insert(kSeed, QString::number(seed));
    environment.insert("TMPDIR", m_folder.path());  // what it cannot tidy up goes with this folder
    child.setProcessEnvironment(environment);
    child.start(QCoreApplication::applicationFilePath(), {"--gtest_filter=KillChild.Works"});
    EXPECT_TRUE(child.waitForStarted());
    QString text;
    while (linesOf(text, child).size() < least && child.state() == QProcess::Running)
      child.waitForReadyRead(test::kTimeout);
    for (volatile unsigned i = spin; i > 0;) i = i - 1;  // to somewhere inside the next action
    child.kill();
    child.waitForFinished();
    EXPECT_EQ(child.exitStatus(), QProcess::CrashExit) << "the child gave up:\n" << qPrintable(text);
    return linesOf(text, child);
  }

  QTemporaryDir m_folder;
};

TEST_F(WindowKill, EverythingAcknowledgedIsFoundAndShown) {
  std::mt19937 random(20261125);
  std::optional<Shown> inFile;
  int acknowledged = 0;
  const unsigned kills = qEnvironmentVariableIsSet("UNMASK_KILLS")
                             ? std::max(1U, qEnvironmentVariable("UNMASK_KILLS").toUInt())
                             : kKills;
  for (unsigned kill = 1; kill <= kills; ++kill) {
    SCOPED_TRACE("kill " + std::to_string(kill));
    const int least = static_cast<int>(1 + random() % 5);
    const QStringList lines = linesBeforeKill(kill, least, random() % 20'000'000);
    ASSERT_FALSE(lines.isEmpty());
    acknowledged += static_cast<int>(lines.size()) - 1;
    if (inFile) {
      EXPECT_EQ(lines.front(), QString::fromStdString("found " + inFile->text()));
    }
    const Shown last = Shown::from(lines.back().section(' ', 1));

    ASSERT_FALSE(project().isEmpty()) << "exactly one unnamed project: the next window takes it up again";
    Result<ProjectFile> file = ProjectFile::open(project().toStdString(), ProjectFile::Mode::ReadOnly);
    ASSERT_TRUE(file.ok()) << file.error().text();
    const size_t runs = file->runs()->size();
    EXPECT_GE(static_cast<qint64>(runs), last.runs);
    const auto state = file->stateAt(last.step);
    ASSERT_TRUE(state.ok()) << "step " << last.step << ": " << state.error().text();
    EXPECT_EQ(shownBy(*state, static_cast<size_t>(last.runs)), last);
    inFile = shownBy(file->document()->state, runs);
    Result<History> history = History::open((data() + "/history.db").toStdString());
    ASSERT_TRUE(history.ok());
    EXPECT_GE(*history->count({}), last.runs);
  }
  EXPECT_GT(acknowledged, static_cast<int>(kills));
  std::printf("%u kills, %d acknowledged actions, all found\n", kills, acknowledged);
}

}  // namespace
}  // namespace unmask
