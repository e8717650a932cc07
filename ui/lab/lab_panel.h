// The token lab's side: which map lies over the canvas, and everything about one cell. Shows what it is given
// and says what is wanted; lab_control.h knows where the numbers come from.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QWidget>
#include <optional>
#include <vector>

#include "core/doc/cell_maps.h"
#include "core/lab/prompt_words.h"
#include "ui/lab/map_legend.h"

namespace unmask {

class LabPanel : public QWidget {
  Q_OBJECT

 public:
  explicit LabPanel(QWidget* parent = nullptr);

  /// Nothing: no map. Attention is offered beside the maps of core/doc/cell_maps.h.
  struct MapChoice {
    std::optional<MapKind> kind;
    bool isAttention = false;
    bool operator==(const MapChoice&) const = default;
  };
  MapChoice choice() const;
  int chosenWord() const { return m_words->currentRow(); }  ///< −1 = none

  void showMap(const CellMap& map);  ///< height 0: not there, and `why` says so
  void showWhy(const QString& why);  ///< in place of the legend
  void showHover(const QString& text, double value);
  void setWords(const std::vector<PromptWord>& words);

  struct Alternative {
    int32_t tokenId = 0;
    double probability = 0;
    QImage picture;  ///< null while it is drawn
  };
  /// An empty text: no cell is chosen.
  void showCell(const QString& text, const std::vector<Alternative>& alternatives, bool canEdit);
  void setAlternativePictures(const std::vector<QImage>& pictures);

 Q_SIGNALS:
  void choiceChanged();
  void swapWanted(int32_t tokenId);
  void lockWanted();
  void hideWanted(int reach);  ///< this cell, and so many around it

 private:
  void buildCell();
  void updateWordsShown();

  QComboBox* m_map;
  QLabel* m_about;
  MapLegend* m_legend;
  QLabel* m_hover;
  QListWidget* m_words;
  QLabel* m_cell;
  QListWidget* m_alternatives;
  QPushButton* m_swap;
  QPushButton* m_lock;
  QPushButton* m_hide;
  QPushButton* m_hideAround;
};

}  // namespace unmask
