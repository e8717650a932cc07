// The document: the request as typed, the picture on screen, the mask over it, and the undo stack.
#pragma once

#include <QObject>
#include <cstdint>
#include <functional>
#include <optional>

#include "core/doc/generation_request.h"
#include "core/engine/engine.h"
#include "ui/commands/undo_stack.h"
#include "ui/mask_model.h"
#include "ui/picture.h"

namespace unmask {

/// Settings a model has wishes about. Once the user changed one, a newly loaded model leaves it alone.
enum class PresetField { Steps = 1, Guidance = 2, Temperature = 4, Schedule = 8, Order = 16 };
Q_DECLARE_FLAGS(PresetFields, PresetField)

/// A style of the list: an adapter that runs are made with, or one that rests.
struct StyleChoice {
  AdapterReference adapter;
  bool isOn = true;
  bool operator==(const StyleChoice&) const = default;
};

/// Lives in the window's thread. Widgets are bound to it: they call a setter and redraw on draftChanged().
class DocumentModel : public QObject {
  Q_OBJECT

 public:
  using SeedSource = std::function<uint64_t()>;

  /// `drawSeed` makes the random seeds; by default 32 random bits, short enough to be typed again.
  explicit DocumentModel(SeedSource drawSeed = {}, QObject* parent = nullptr);
  ~DocumentModel() override;

  // The request as typed. Not undoable here: text boxes have their own undo, and the journal keeps every
  // edit.
  const GenerationRequest& draft() const { return m_draft; }
  PresetFields touchedFields() const { return m_touched; }
  bool isSeedLocked() const { return m_isSeedLocked; }

  void setPrompt(const std::string& prompt);
  void setNegativePrompt(const std::string& prompt);
  void setSteps(int steps);
  void setGuidanceScale(float scale);
  void setTemperature(float start, float end);
  void setSchedule(MaskSchedule schedule);
  void setOrder(RevealOrder order);
  void setStrength(float strength);  ///< 0 … 1; 1: start from nothing
  void setBatchCount(int count);
  /// What is on goes into the draft; draftChanged() tells of both.
  void setStyles(std::vector<StyleChoice> styles);
  const std::vector<StyleChoice>& styles() const { return m_styles; }
  void typeSeed(uint64_t seed);  ///< a seed somebody typed is wanted: it is locked
  void rollSeed();               ///< a new random seed, which the next run uses
  void setSeedLocked(bool isLocked);

  /// Restores what a journal kept. Nothing counts as changed by the user but `touched`. Styles that are on
  /// are the draft's adapters.
  void restoreDraft(const GenerationRequest& draft, PresetFields touched, bool isSeedLocked,
                    const std::vector<AdapterReference>& restingStyles = {});
  /// Another document takes this one's place, without a way back. `layers` belong to a grid of
  /// `pixelsPerCell` (0 = as before) and are fitted to the picture; the stack is reset to the two numbers.
  void restorePicture(const PicturePtr& picture, const MaskLayers& layers, int pixelsPerCell, qint64 serial,
                      qint64 newestSerial);
  /// Settings taken over from elsewhere. The next run uses the seed as it stands when it differs.
  void replaceDraft(const GenerationRequest& draft, PresetFields touched);
  /// Prompts, seed and sampling of an earlier run; its seed counts as used.
  void useSettingsOf(const GenerationRequest& request);
  void applyPreset(const SamplingPreset& preset);    ///< fills the fields the user did not change
  void resetToPreset(const SamplingPreset& preset);  ///< fills all of them

  /// The request of a run that starts now. Draws the seed first, unless it is locked or was rolled and not
  /// used yet.
  GenerationRequest beginRun();
  /// The run came to nothing: the seed is what it was before, unless somebody changed it meanwhile.
  void abandonRun();
  /// The run's seed stays.
  void completeRun();

  // The picture, changed through the undo stack only.
  const PicturePtr& picture() const { return m_picture; }
  quint64 revision() const { return m_revision; }  ///< counts the changes of what runs start from
  /// One undo entry, named `text` or "New Picture". The mask stays.
  void applyPicture(const PicturePtr& picture, const QString& text = {});
  MaskModel* mask() { return &m_mask; }
  UndoStack* undoStack() { return &m_undoStack; }
  void setPixelsPerCell(int pixels);  ///< of the model that runs are made with

 Q_SIGNALS:
  void draftChanged();
  void pictureChanged();

 private:
  friend class ApplyPicture;
  PicturePtr exchangePicture(PicturePtr picture, const MaskLayers& mask);

  template <typename T>
  void edit(T GenerationRequest::*field, const T& value);
  template <typename T>
  void editPreset(PresetField field, T GenerationRequest::*member, const T& value);
  void showSeedOfPicture();
  void takeStylesOfDraft();
  void forgetSizeOfDraft();

  struct SeedState {
    uint64_t seed = 0;
    bool isFresh = true;  ///< shown, but not used by any run yet
    bool operator==(const SeedState&) const = default;
  };

  SeedSource m_drawSeed;
  GenerationRequest m_draft;
  std::vector<StyleChoice> m_styles;
  PresetFields m_touched;
  bool m_isSeedFresh = true;
  bool m_isSeedLocked = false;
  std::optional<SeedState> m_seedBeforeRun;
  uint64_t m_seedOfRun = 0;
  PicturePtr m_picture;
  quint64 m_revision = 0;
  UndoStack m_undoStack;
  MaskModel m_mask{&m_undoStack};
};

Q_DECLARE_OPERATORS_FOR_FLAGS(PresetFields)

}  // namespace unmask
