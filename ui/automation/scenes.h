// What the README's pictures show: the window, led to a scene by what a user would do.
#pragma once

#include <QObject>
#include <QString>
#include <deque>
#include <functional>
#include <optional>

namespace unmask {

class MainWindow;

enum class Scene {
  Picture,   ///< the finished picture
  Mask,      ///< … with a stroke of the brush over it
  Timeline,  ///< a run held after half of its steps
  Lab,       ///< the token lab: the attention of a word, and what one cell could have been
};

/// "picture", "mask", "timeline", "lab".
std::optional<Scene> sceneFromName(const QString& name);

/// Lives in the window's thread; the window's model is loaded. Waits for everything that moves or is still
/// being computed, so that the same seed shows the same window.
class SceneDirector : public QObject {
  Q_OBJECT

 public:
  SceneDirector(MainWindow* window, Scene scene, QObject* parent = nullptr);

  void start();

 Q_SIGNALS:
  void ready();

 private:
  struct Step {
    std::function<void()> act;
    std::function<bool()> isDone;
  };

  void makePicture();
  void paintMask();
  void holdRun();
  void openLab();
  void advance();
  bool isAtRest() const;

  MainWindow* m_window;
  std::deque<Step> m_steps;
};

}  // namespace unmask
