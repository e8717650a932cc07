// A few bubbles that say where things are, for the first start.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <functional>
#include <vector>

namespace unmask {

struct TourStop {
  QWidget* place;
  QString title;
  QString text;
  std::function<void()> enter{};  ///< done when one comes to the stop, so that there is something to see
};

/// Lies over the window beside the thing it speaks of. Esc or Skip ends it; it then deletes itself.
class Tour : public QFrame {
  Q_OBJECT

 public:
  Tour(std::vector<TourStop> stops, QWidget* window);

  int current() const { return m_current; }

 Q_SIGNALS:
  void ended();

 protected:
  bool event(QEvent* event) override;
  bool eventFilter(QObject* object, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void show(int index);
  void moveBeside();
  void end();

  std::vector<TourStop> m_stops;
  int m_current = 0;
  QPoint m_tip;  ///< of the arrow, in own coordinates
  QLabel* m_title;
  QLabel* m_text;
  QLabel* m_count;
  QPushButton* m_skip;
  QPushButton* m_back;
  QPushButton* m_next;
  QPointer<QWidget> m_focusBefore;
};

}  // namespace unmask
