// The colours of a map from its lowest to its highest value, with both numbers.
#pragma once

#include <QWidget>

namespace unmask {

class MapLegend : public QWidget {
  Q_OBJECT

 public:
  explicit MapLegend(QWidget* parent = nullptr);
  void setRange(double low, double high);
  /// Marks a value, as the one under the cursor; NaN for none.
  void setMark(double value);

  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double m_low = 0, m_high = 0;
  double m_mark;
};

/// Three significant digits, as people read them: "0.0421", "12.3", "1".
QString numberText(double value);

}  // namespace unmask
