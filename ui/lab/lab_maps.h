// Where the map over the canvas comes from: the recorded run, another run, or a question to the engine.
#pragma once

#include <QObject>
#include <QString>
#include <optional>
#include <vector>

#include "core/doc/cell_maps.h"
#include "core/engine/lab.h"
#include "core/lab/prompt_words.h"
#include "ui/candidates.h"
#include "ui/jobs/job_controller.h"
#include "ui/timeline/timeline_player.h"

namespace unmask {

enum class MapSource {
  None,
  Recorded,    ///< one of core/doc/cell_maps.h; reveal order counted from 1, as the window counts steps
  Attention,   ///< of a word, in the step at the position
  Ablation,    ///< of a word: how much leaving it out would move that step's prediction
  Difference,  ///< from another moment or another run
  VqLoss,      ///< of the shown picture
};

struct MapChoice {
  MapSource source = MapSource::None;
  MapKind kind = MapKind::RevealOrder;  ///< Recorded
  int word = -1;                        ///< Attention, Ablation: index into words()
  AttentionQuery query{};               ///< Attention; of the others it stays as it is made
  int other = -1;                       ///< Difference: index into others()
};

/// Lives in the window's thread. What the recording holds is there at once; the engine is asked when it is
/// idle, and changed() tells when the answer is there.
class LabMaps : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    TimelinePlayer* player;
    CandidateSet* candidates;
    DocumentModel* document;
    JobController* jobs;
  };
  explicit LabMaps(const Parts& parts, QObject* parent = nullptr);

  /// Takes the map anew, for what is shown now.
  void show(const MapChoice& choice);

  const CellMap& map() const { return m_map; }    ///< height 0 without one …
  const QString& why() const { return m_why; }    ///< … and then why
  const QString& note() const { return m_note; }  ///< about the whole map; often empty
  QString textAt(size_t cell) const;              ///< what else there is to say of a cell; often empty

  /// Of the prompt of the run whose attention or ablation was shown last.
  const std::vector<PromptWord>& words() const { return m_words; }
  int layerCount() const { return m_attention ? m_attention->maps.layerCount : 0; }
  int headCount() const { return m_attention ? m_attention->maps.headCount : 0; }

  /// What the shown moment can be compared with: other pictures' runs, then moments of this run.
  struct Other {
    QString name;
    RecordingPtr recording;
    int position = 0;  ///< of a moment; a whole run's end when `isRun`
    bool isRun = false;
  };
  std::vector<Other> others() const;
  /// One stands at the end of a finished run.
  bool isWholeRun() const;

 Q_SIGNALS:
  void changed();       ///< an answer came: show() again
  void wordsChanged();  ///< words(), layerCount() or headCount()

 private:
  /// What a moment is: an answer counts only for the moment that was asked about.
  struct Moment {
    RecordingPtr recording;
    int position = -1;
    bool operator==(const Moment&) const = default;
  };
  struct Attention {
    Moment moment;
    AttentionQuery query;
    AttentionMaps maps;
    std::vector<PromptWord> words;
  };
  struct Ablation {
    Moment moment;
    AblationChange change;  ///< one prompt a word
    std::vector<PromptWord> words;
  };
  struct Loss {
    PicturePtr picture;
    CellMap map;
  };
  /// A question that is not answered yet: the same one again would only stand in its way.
  struct Asked {
    Moment moment;
    AttentionQuery query;
    bool operator==(const Asked&) const = default;
  };
  struct Failure {
    MapSource source = MapSource::None;
    AttentionQuery query;
    Moment moment;
    PicturePtr picture;
    QString why;
  };

  Moment moment() const;
  void showRecorded(MapKind kind);
  void showAttention(const MapChoice& choice);
  void showAblation(const MapChoice& choice);
  void showDifference(int other);
  void showLoss();
  void askAttention(const AttentionQuery& query);
  void askAblation();
  void askLoss(const PicturePtr& picture);
  void noteFailure(MapSource source, const AttentionQuery& query, const Error& error);
  void takeWords(const std::vector<PromptWord>& words);
  bool canAsk();  ///< about the step at the position; else m_why says why not

  Parts m_parts;
  CellMap m_map;
  QString m_why, m_note;
  MapChoice m_choice;
  std::vector<PromptWord> m_words;
  std::optional<Attention> m_attention;
  std::optional<Ablation> m_ablation;
  std::optional<Loss> m_loss;
  std::optional<Failure> m_failure;  ///< the last one
  std::optional<Asked> m_attentionAsked, m_ablationAsked;
};

}  // namespace unmask
