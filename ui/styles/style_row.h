// One style of the list: on or off, how strongly, and the words that ask for it.
#pragma once

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <QWidget>

#include "ui/styles/style_shelf.h"

namespace unmask {

/// Shows what it is given; changes come out as signals.
class StyleRow : public QWidget {
  Q_OBJECT

 public:
  explicit StyleRow(QWidget* parent = nullptr);

  /// `info` is null as long as nothing is known of the file.
  void showStyle(const StyleChoice& style, const StyleInfo* info, bool isTriggerInPrompt);

 Q_SIGNALS:
  void edited(const unmask::StyleChoice& style);
  void removeWanted();
  void triggerWanted(const QString& words);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void setStrength(double strength);
  void showTexts();

  StyleChoice m_style;
  QString m_trigger;
  QString m_remark;
  bool m_isProblem = false;
  QCheckBox* m_isOn;
  QLabel* m_sample;
  QLabel* m_name;
  QToolButton* m_remove;
  QSlider* m_slider;
  QDoubleSpinBox* m_strength;
  QToolButton* m_addTrigger;
  QLabel* m_remarkLabel;
};

}  // namespace unmask
