#include "ui/automation/responsiveness.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTimer>
#include <algorithm>
#include <cmath>

#include "core/project/history.h"
#include "ui/automation/event_delay.h"
#include "ui/history/history_list.h"
#include "ui/main_window.h"

namespace unmask {
namespace {

constexpr int kPatience = 120'000;  ///< milliseconds until something counts as never
constexpr int kRuns = 5;
constexpr int kScrubs = 60;
constexpr int kCancels = 8;
constexpr int kFrames = 120;
constexpr int kLargeSide = 4096;

double rounded(double value) {
  return std::round(value * 100) / 100;
}

Error never(const char* what) {
  return Error{.kind = ErrorKind::Internal, .message = std::string("this never happened: ") + what};
}

QJsonObject figures(const std::vector<double>& sorted, double aim) {
  return {{"median_ms", rounded(percentile(sorted, 0.5))},
          {"p99_ms", rounded(percentile(sorted, 0.99))},
          {"longest_ms", rounded(sorted.empty() ? 0 : sorted.back())},
          {"count", static_cast<int>(sorted.size())},
          {"aim_ms", aim}};
}

/// Tells when a widget was painted.
class PaintWatch : public QObject {
 public:
  explicit PaintWatch(QWidget* widget) : m_widget(widget) { widget->installEventFilter(this); }
  ~PaintWatch() override { m_widget->removeEventFilter(this); }
  void reset() { m_hasPainted = false; }
  bool hasPainted() const { return m_hasPainted; }

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    m_hasPainted = m_hasPainted || event->type() == QEvent::Paint;
    return false;
  }

 private:
  QWidget* m_widget;
  bool m_hasPainted = false;
};

class Measurement {
 public:
  explicit Measurement(MainWindow& window) : m_window(window), m_canvas(*window.canvas()) {
    m_wake.start(5);  // so that waiting for a condition looks at it now and then
  }

  Result<QJsonObject> decoding();
  Result<QJsonObject> scrubbing();
  Result<QJsonObject> cancelling();
  Result<QJsonObject> panning();
  Result<QJsonObject> history(int entries);

 private:
  bool waitFor(const std::function<bool()>& condition) const;
  bool isAtRest() const {
    return m_window.jobs()->state() == EngineState::Idle && !m_window.jobs()->isBusy() &&
           !m_canvas.overlay().isFlashing();
  }
  bool makePicture();
  /// From `act` to the end of the loop's turn in which the canvas was painted and what is shown is right.
  template <typename Act>
  double untilPainted(Act&& act, const std::function<bool()>& isRight = {});
  std::vector<double> drag(double scale);

  MainWindow& m_window;
  CanvasView& m_canvas;
  QTimer m_wake;
};

bool Measurement::waitFor(const std::function<bool()>& condition) const {
  QElapsedTimer timer;
  timer.start();
  while (!condition()) {
    if (timer.elapsed() > kPatience) return false;
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }
  return true;
}

bool Measurement::makePicture() {
  m_window.document()->typeSeed(m_window.document()->draft().seed + 1);
  m_window.actions()->generate->trigger();
  if (!waitFor([this] { return isAtRest(); })) return false;
  m_window.candidates()->accept();
  return m_window.document()->picture() != nullptr;
}

template <typename Act>
double Measurement::untilPainted(Act&& act, const std::function<bool()>& isRight) {
  PaintWatch watch(&m_canvas);
  QElapsedTimer timer;
  timer.start();
  act();
  waitFor([&] { return watch.hasPainted() && (!isRight || isRight()); });
  if (isRight) {  // the right picture may have come after the last paint
    watch.reset();
    m_canvas.update();
    waitFor([&] { return watch.hasPainted(); });
  }
  return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

Result<QJsonObject> Measurement::decoding() {
  if (!makePicture()) return never("a first picture");  // warm
  EventDelay delay;
  for (int i = 0; i < kRuns; ++i) {
    if (!makePicture()) return never("a picture");
  }
  return figures(delay.finish(), 16);
}

Result<QJsonObject> Measurement::scrubbing() {
  TimelinePlayer& player = *m_window.player();
  const RecordingPtr recording = player.recording();
  if (!recording || recording->stepCount() < 2) return never("a recorded run");
  std::vector<double> cached, drawn;
  const int end = recording->stepCount();
  for (int i = 0; i < kScrubs; ++i) cached.push_back(untilPainted([&] { player.setPosition(i * 5 % end); }));
  // The same run as a file gives it: without pictures.
  auto bare = std::make_shared<Recording>(*recording);
  std::fill(bare->previews.begin(), bare->previews.end(), QImage());
  const PicturePtr shown = m_window.candidates()->shownPicture();
  for (int position = 1; position < end; ++position) {
    auto picture = std::make_shared<Picture>(*shown);
    picture->recording = std::make_shared<Recording>(*bare);
    m_window.candidates()->restore({picture}, 0);
    drawn.push_back(untilPainted([&] { player.setPosition(position); },
                                 [&] { return !player.previewAt(position).isNull(); }));
  }
  m_window.candidates()->restore({}, CandidateSet::kOriginal);
  std::sort(cached.begin(), cached.end());
  std::sort(drawn.begin(), drawn.end());
  return QJsonObject{{"cached", figures(cached, 16)}, {"drawn", figures(drawn, 60)}};
}

Result<QJsonObject> Measurement::cancelling() {
  std::vector<double> cancels, steps;
  double last = 0;
  const auto noteStep =
      QObject::connect(m_window.jobs(), &JobController::frameReady, &m_window, [&](const RunFramePtr& frame) {
        if (frame->stepNumber > 1) steps.push_back(1000 * (frame->secondsElapsed - last));
        last = frame->secondsElapsed;
      });
  bool isMade = makePicture(), isOver = false;
  const auto noteEnd =
      QObject::connect(m_window.jobs(), &JobController::runEnded, &m_window, [&isOver] { isOver = true; });
  const int stepCount = m_window.document()->draft().steps;
  for (int i = 0; isMade && i < kCancels; ++i) {
    isOver = false;
    m_window.actions()->generate->trigger();
    const int at = 1 + i * std::max(1, stepCount - 2) / kCancels;
    const RunFlow& runs = *m_window.runs();
    isMade = waitFor([&] { return isOver || (runs.course() && runs.course()->stepCount() >= at); });
    if (isOver) {  // faster than we look
      isMade = isMade && waitFor([this] { return isAtRest(); });
      m_window.candidates()->accept();
      continue;
    }
    QElapsedTimer timer;
    timer.start();
    m_window.actions()->stop->trigger();
    isMade = isMade && waitFor([this] { return m_window.jobs()->state() == EngineState::Idle; });
    cancels.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
  }
  QObject::disconnect(noteStep);
  QObject::disconnect(noteEnd);
  if (!isMade) return never("a run to cancel");
  std::sort(steps.begin(), steps.end());
  std::sort(cancels.begin(), cancels.end());
  const double step = percentile(steps, 0.5);
  QJsonObject json = figures(cancels, rounded(step));
  json["step_median_ms"] = rounded(step);
  return json;
}

std::vector<double> Measurement::drag(double scale) {
  if (scale > 0) {
    m_canvas.zoomTo(scale);
  } else {
    m_canvas.fit();
  }
  const QPointF middle = QRectF(m_canvas.rect()).center();
  const auto send = [&](QEvent::Type type, const QPointF& at) {
    const bool isMove = type == QEvent::MouseMove, isEnd = type == QEvent::MouseButtonRelease;
    QMouseEvent event(type, at, m_canvas.mapToGlobal(at), isMove ? Qt::NoButton : Qt::MiddleButton,
                      isEnd ? Qt::NoButton : Qt::MiddleButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_canvas, &event);
  };
  send(QEvent::MouseButtonPress, middle);
  std::vector<double> frames;
  for (int i = 0; i < kFrames; ++i) {
    const double angle = 0.2 * i;
    const QPointF at = middle + QPointF(120 * std::sin(angle), 90 * std::sin(0.7 * angle));
    frames.push_back(untilPainted([&] { send(QEvent::MouseMove, at); }));
  }
  send(QEvent::MouseButtonRelease, middle);
  std::sort(frames.begin(), frames.end());
  return frames;
}

/// With a mask, as somebody who paints has it.
Result<QJsonObject> Measurement::panning() {
  auto picture = std::make_shared<Picture>();
  picture->pixels = ImageBuffer(kLargeSide, kLargeSide, 3);
  uint32_t state = 1;
  for (uint8_t& value : picture->pixels.pixels) {
    state = state * 1664525 + 1013904223;
    value = static_cast<uint8_t>(state >> 24);
  }
  picture->image = toQImage(picture->pixels);
  m_window.document()->applyPicture(picture);
  MaskModel& mask = *m_window.document()->mask();
  mask.beginStroke(MaskLayer::Mask, true);
  mask.strokeLine({800, 800}, {3200, 2900}, 200, 300);
  mask.endStroke(QStringLiteral("Brush Stroke"));
  m_canvas.setAnimated(false);
  if (!waitFor([this] { return isAtRest(); })) return never("a large picture");
  QJsonObject json{{"aim_frames_per_second", 60}};
  const std::pair<const char*, double> zooms[] = {
      {"fitted", 0}, {"at_25_percent", 0.25}, {"at_100_percent", 1}, {"at_200_percent", 2}};
  for (const auto& [name, scale] : zooms) {
    const std::vector<double> frames = drag(scale);
    json[name] = QJsonObject{{"frames_per_second", rounded(1000 / percentile(frames, 0.5))},
                             {"slowest_frame_ms", rounded(frames.back())}};
  }
  return json;
}

Result<QJsonObject> Measurement::history(int entries) {
  EventDelay delay;
  QElapsedTimer timer;
  timer.start();
  m_window.actions()->showHistory->trigger();
  auto* list = m_window.findChild<HistoryList*>();
  const auto hasThumbnails = [list] {
    const QModelIndex first = list->model()->index(0, 0);
    return first.isValid() && !first.data(HistoryModel::ThumbnailRole).value<QImage>().isNull();
  };
  if (!waitFor(hasThumbnails)) return never("the history");
  const double opened = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
  timer.restart();
  QScrollBar& bar = *list->verticalScrollBar();
  const auto isAllThere = [list, entries] { return list->model()->rowCount() >= entries; };
  const auto scrollOn = [&] {  // the list grows when its end is reached
    bar.setValue(bar.maximum());
    return isAllThere();
  };
  if (!waitFor(scrollOn)) return never("older entries");
  const double scrolled = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
  for (int i = 0; i < kScrubs; ++i) {
    bar.setValue(bar.maximum() - i * (bar.maximum() / kScrubs));
    QCoreApplication::processEvents();
  }
  timer.restart();
  m_window.findChild<QLineEdit*>(QStringLiteral("historySearch"))
      ->setText(QStringLiteral("number %1").arg(entries - 1));
  if (!waitFor([list] { return list->model()->rowCount() == 1; })) return never("what was searched for");
  const double found = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
  QJsonObject json = figures(delay.finish(), 16);
  json["entries"] = entries;
  json["first_pictures_ms"] = rounded(opened);
  json["scrolled_to_the_end_ms"] = rounded(scrolled);
  json["search_ms"] = rounded(found);
  return json;
}

}  // namespace

Result<void> fillHistory(const QString& dataDir, int entries) {
  UNMASK_TRY(History history, History::open((dataDir + QStringLiteral("/history.db")).toStdString()));
  constexpr int kPictures = 64, kTogether = 1000;
  std::vector<SharedPicture> pictures;
  for (int i = 0; i < kPictures; ++i) {
    auto picture = std::make_shared<ImageBuffer>(History::kThumbnailSide, History::kThumbnailSide, 3);
    for (int y = 0; y < picture->height; ++y) {
      for (int x = 0; x < picture->width; ++x) {
        uint8_t* pixel = picture->at(x, y);
        pixel[0] = static_cast<uint8_t>(x + 4 * i);
        pixel[1] = static_cast<uint8_t>(y * i);
        pixel[2] = static_cast<uint8_t>((x * y) >> 6);
      }
    }
    pictures.push_back(std::move(picture));
  }
  std::vector<NewHistoryEntry> together;
  for (int i = 0; i < entries; ++i) {
    NewHistoryEntry entry;
    entry.request.prompt = "picture number " + std::to_string(i);
    entry.request.seed = static_cast<uint64_t>(i);
    entry.picture = pictures[static_cast<size_t>(i % kPictures)];
    together.push_back(std::move(entry));
    if (together.size() < kTogether && i + 1 < entries) continue;
    UNMASK_CHECK(history.addAll(together));
    together.clear();
  }
  return {};
}

Result<QJsonObject> measureResponsiveness(MainWindow& window, int historyEntries) {
  Measurement measurement(window);
  UNMASK_TRY(const QJsonObject decoding, measurement.decoding());
  UNMASK_TRY(const QJsonObject scrubbing, measurement.scrubbing());
  UNMASK_TRY(const QJsonObject cancelling, measurement.cancelling());
  UNMASK_TRY(const QJsonObject panning, measurement.panning());
  UNMASK_TRY(const QJsonObject history, measurement.history(historyEntries));
  return QJsonObject{{"decoding", decoding},
                     {"scrubbing", scrubbing},
                     {"cancelling", cancelling},
                     {"panning", panning},
                     {"history", history}};
}

}  // namespace unmask
