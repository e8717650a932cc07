// The row above the canvas: what the current tool can be told, and what can be done with the whole mask.
#pragma once

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QWidget>

#include "ui/actions.h"
#include "ui/mask_model.h"
#include "ui/panels/overflow_row.h"

namespace unmask {

class ToolOptions : public QWidget {
  Q_OBJECT

 public:
  ToolOptions(ToolSettings* settings, MaskModel* mask, const Actions& actions, QWidget* parent = nullptr);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void buildSize();
  void buildMaskLook();
  void showSettings();
  void showMask();
  void chooseColor();

  ToolSettings* m_settings;
  MaskModel* m_mask;
  OverflowRow* m_row;
  QLabel* m_name;
  QWidget* m_sizeGroup;
  QSlider* m_sizeSlider;
  QSpinBox* m_sizeBox;
  QToolButton* m_pressure;
  QComboBox* m_polarity;
  QComboBox* m_rule;
  QToolButton* m_color;
  QSlider* m_opacity;
  QLabel* m_count;
};

}  // namespace unmask
