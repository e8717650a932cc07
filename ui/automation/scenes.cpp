#include "ui/automation/scenes.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QTimer>

#include "ui/main_window.h"

namespace unmask {
namespace {

constexpr int kLookMilliseconds = 20;
constexpr double kBrush = 30;  ///< pixels of the picture
// Of the picture's sides: where the stroke begins and ends, and the cell that is looked into.
constexpr QPointF kStroke[] = {{0.37, 0.3}, {0.44, 0.27}, {0.52, 0.29}, {0.58, 0.34}};
constexpr QPointF kPicked{0.62, 0.55};

/// As from a mouse: `at` as a share of the picture's sides.
void sendMouse(CanvasView* canvas, QEvent::Type type, const QPointF& at) {
  const QSizeF picture = canvas->viewTransform().pictureSize();
  const QPointF device =
      canvas->viewTransform().deviceFromPicture({at.x() * picture.width(), at.y() * picture.height()});
  const QPointF local = device / canvas->devicePixelRatioF();
  const Qt::MouseButton button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
  const Qt::MouseButton held = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
  QMouseEvent event(type, local, canvas->mapToGlobal(local), button, held, Qt::NoModifier);
  QCoreApplication::sendEvent(canvas, &event);
}

/// Until they have come, the pictures are transparent.
bool hasPictures(const QListWidget* alternatives) {
  for (int i = 0; i < alternatives->count(); ++i) {
    const QImage picture = alternatives->item(i)->icon().pixmap(8, 8).toImage();
    if (picture.isNull() || picture.pixelColor(picture.rect().center()).alpha() == 0) return false;
  }
  return alternatives->count() > 0;
}

}  // namespace

std::optional<Scene> sceneFromName(const QString& name) {
  const std::pair<const char*, Scene> scenes[] = {
      {"picture", Scene::Picture}, {"mask", Scene::Mask}, {"timeline", Scene::Timeline}, {"lab", Scene::Lab}};
  for (const auto& [known, scene] : scenes) {
    if (name == QLatin1String(known)) return scene;
  }
  return std::nullopt;
}

SceneDirector::SceneDirector(MainWindow* window, Scene scene, QObject* parent)
    : QObject(parent), m_window(window) {
  if (scene == Scene::Timeline) {
    holdRun();
  } else {
    makePicture();
  }
  if (scene == Scene::Mask) paintMask();
  if (scene == Scene::Lab) openLab();
}

void SceneDirector::start() {
  m_steps.front().act();
  advance();
}

void SceneDirector::advance() {
  while (m_steps.front().isDone()) {
    m_steps.pop_front();
    if (m_steps.empty()) return Q_EMIT ready();
    m_steps.front().act();
  }
  QTimer::singleShot(kLookMilliseconds, this, &SceneDirector::advance);
}

bool SceneDirector::isAtRest() const {
  return m_window->jobs()->state() == EngineState::Idle && !m_window->jobs()->isBusy() &&
         !m_window->canvas()->overlay().isFlashing();
}

void SceneDirector::makePicture() {
  m_steps.push_back({[this] { m_window->actions()->generate->trigger(); },
                     [this] { return isAtRest() && m_window->document()->picture() != nullptr; }});
}

void SceneDirector::paintMask() {
  const auto paint = [this] {
    CanvasView* canvas = m_window->canvas();
    canvas->setFocus();
    m_window->actions()->toolOf(Tool::Brush)->trigger();
    m_window->toolSettings()->setSize(Tool::Brush, kBrush);
    sendMouse(canvas, QEvent::MouseButtonPress, kStroke[0]);
    for (const QPointF& at : kStroke) sendMouse(canvas, QEvent::MouseMove, at);
    sendMouse(canvas, QEvent::MouseButtonRelease, kStroke[std::size(kStroke) - 1]);
  };
  m_steps.push_back({paint, [this] { return m_window->document()->mask()->hasMask(); }});
}

void SceneDirector::holdRun() {
  const int steps = std::max(1, m_window->document()->draft().steps / 2);
  for (int k = 1; k <= steps; ++k) {
    m_steps.push_back({[this] { m_window->actions()->runOneStep->trigger(); },
                       [this, k] { return isAtRest() && m_window->player()->end() >= k; }});
  }
}

void SceneDirector::openLab() {
  const auto open = [this] {
    m_window->actions()->showLab->setChecked(true);
    m_window->labPanel()->chooseMap(MapSource::Attention);
  };
  m_steps.push_back({open, [this] { return isAtRest() && m_window->labPanel()->choice().word >= 0; }});
  const auto chooseLastWord = [this] {
    auto* words = m_window->labPanel()->findChild<QListWidget*>(QStringLiteral("labWords"));
    words->setCurrentRow(words->count() - 1);
  };
  m_steps.push_back({chooseLastWord, [this] { return m_window->lab()->map().height > 0; }});
  const auto pick = [this] {
    m_window->actions()->toolOf(Tool::Picker)->trigger();
    sendMouse(m_window->canvas(), QEvent::MouseButtonPress, kPicked);
    sendMouse(m_window->canvas(), QEvent::MouseButtonRelease, kPicked);
  };
  const auto* alternatives = m_window->labPanel()->findChild<QListWidget*>(QStringLiteral("labAlternatives"));
  m_steps.push_back({pick, [this, alternatives] { return isAtRest() && hasPictures(alternatives); }});
}

}  // namespace unmask
