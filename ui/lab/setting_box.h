// A list of the settings a run can be varied by.
#pragma once

#include <QComboBox>
#include <optional>

#include "core/lab/run_axis.h"

namespace unmask {

/// What people call it: "Guidance"; an adapter by its name.
QString textOf(RunSetting setting, const GenerationRequest& request);

/// Its entries are those of settingsOf(), without the prompt when `withPrompt` is false and with one for none
/// at the top when `noneText` is not empty.
class SettingBox : public QComboBox {
  Q_OBJECT

 public:
  explicit SettingBox(bool withPrompt, const QString& noneText, QWidget* parent = nullptr);

  /// Keeps what was chosen. False when `request` does not have it: then nothing is chosen.
  bool offer(const GenerationRequest& request);
  void choose(std::optional<RunSetting> setting);  ///< nullopt for none
  std::optional<RunSetting> chosen() const;        ///< nullopt for none

 private:
  bool m_withPrompt;
  QString m_noneText;
};

}  // namespace unmask
