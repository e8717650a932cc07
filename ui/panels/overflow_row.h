// A row of controls in a window that may be too narrow for it.
#pragma once

#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QToolButton>
#include <QWidget>
#include <vector>

namespace unmask {

/// Controls that find no room stand in a sheet that a button at the end opens, each beside its accessible
/// name. None is ever narrower than it needs to be.
class OverflowRow : public QWidget {
  Q_OBJECT

 public:
  static constexpr int kStays = 1000;

  explicit OverflowRow(QWidget* parent = nullptr);

  /// In the order in which they stand. The one with the lowest rank goes first when there is no room. One
  /// that is hidden takes none. `startsGroup`: a line sets it apart from what is before it.
  void add(QWidget* control, int rank = kStays, bool startsGroup = false);
  /// At the end; takes what room is left, at least kReserved.
  void setStatus(QWidget* status);
  void arrange();  ///< after one was hidden or shown

  bool isInSheet(const QWidget* control) const { return control->parentWidget() == m_sheet; }
  QToolButton* moreButton() const { return m_more; }
  QWidget* sheet() const { return m_sheet; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  bool event(QEvent* event) override;
  bool eventFilter(QObject* object, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  static constexpr int kReserved = 140;  ///< pixels for the status

  struct Part {
    QWidget* control;
    int rank;
    bool startsGroup;
    bool isInRow = true;
  };
  int widthOf(const Part& part, bool isFirst) const;
  std::vector<bool> choose() const;
  void move(size_t index, bool isInRow);
  void openSheet();

  std::vector<Part> m_parts;
  std::vector<QRect> m_lines;
  QWidget* m_status = nullptr;
  QToolButton* m_more;
  QFrame* m_sheet;
  QFormLayout* m_form;
};

/// Shortens what it says rather than asking for room; the tool tip then says all of it.
class ElidedLabel : public QLabel {
 public:
  using QLabel::QLabel;
  QSize minimumSizeHint() const override { return {0, QLabel::minimumSizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace unmask
