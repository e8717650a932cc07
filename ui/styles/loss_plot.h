// The losses of a run as a curve.
#pragma once

#include <QWidget>
#include <vector>

namespace unmask {

/// Each update faintly, their running mean clearly. Lower is better.
class LossPlot : public QWidget {
  Q_OBJECT

 public:
  explicit LossPlot(QWidget* parent = nullptr);

  void setLosses(const std::vector<float>& losses, int64_t total);  ///< `total` updates is the full width
  QSize sizeHint() const override { return {260, 150}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<float> m_losses;
  int64_t m_total = 0;
};

/// The mean of each value and up to `window` − 1 before it.
std::vector<float> runningMean(const std::vector<float>& values, size_t window);

}  // namespace unmask
