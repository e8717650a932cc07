// The token lab's side: which map lies over the canvas, and everything about one cell. Shows what it is given
// and says what is wanted; lab_control.h knows where the numbers come from.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QStringList>
#include <QWidget>
#include <vector>

#include "ui/actions.h"
#include "ui/lab/lab_maps.h"
#include "ui/lab/map_legend.h"

namespace unmask {

class LabPanel : public QWidget {
  Q_OBJECT

 public:
  explicit LabPanel(const Actions& actions, QWidget* parent = nullptr);

  MapChoice choice() const;
  /// The map's name as the list shows it, with the word it is of; empty without one.
  QString mapTitle() const;
  void chooseMap(MapSource source, MapKind kind = MapKind::RevealOrder);

  /// Height 0: there is none, and `why` says so in place of the legend. `note` is about the whole map.
  void showMap(const CellMap& map, const QString& why, const QString& note);
  void showHover(const QString& text, double value);
  void setWords(const std::vector<PromptWord>& words);
  void setAttentionSize(int layers, int heads);  ///< what can be chosen, besides all
  void setOthers(const QStringList& names);      ///< what a difference can be taken from

  struct Alternative {
    int32_t tokenId = 0;
    double probability = 0;
  };
  /// What can be done with the cell.
  struct CellTools {
    bool canEdit = false;  ///< put in, lock and mask
    bool canHeal = false;
    bool isLocked = false;
  };
  /// An empty text: no cell is chosen.
  void showCell(const QString& text, const std::vector<Alternative>& alternatives, const CellTools& tools);
  void setCellTools(const CellTools& tools);
  void setAlternativePictures(const std::vector<QImage>& pictures);

 Q_SIGNALS:
  void choiceChanged();
  void swapWanted(int32_t tokenId);
  void lockWanted();           ///< or unlocked, when it is
  void hideWanted(int reach);  ///< this cell, and so many around it
  void healWanted();

 private:
  void buildMap(const Actions& actions);
  void buildCell(const Actions& actions);
  void updateChoicesShown();

  QComboBox* m_map;
  QLabel* m_about;
  QComboBox* m_layer;
  QComboBox* m_head;
  QComboBox* m_other;
  MapLegend* m_legend;
  QLabel* m_hover;
  QString m_note;  ///< shown while no cell is hovered
  QListWidget* m_words;
  QLabel* m_cell;
  QListWidget* m_alternatives;
  QPushButton* m_swap;
  QPushButton* m_lock;
  QPushButton* m_hide;
  QPushButton* m_hideAround;
  QPushButton* m_heal;
};

}  // namespace unmask
