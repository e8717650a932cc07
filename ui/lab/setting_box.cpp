#include "ui/lab/setting_box.h"

#include <QSignalBlocker>

namespace unmask {
namespace {

constexpr int kNone = -1;

/// Adapters come last among the axes, so that theirs follow all others.
int keyOf(RunSetting setting) {
  return static_cast<int>(setting.axis) + static_cast<int>(setting.adapter);
}

RunSetting settingOf(int key) {
  const int adapter = key - static_cast<int>(RunAxis::Adapter);
  return adapter > 0 ? RunSetting(RunAxis::Adapter, static_cast<size_t>(adapter))
                     : RunSetting(static_cast<RunAxis>(key));
}

}  // namespace

QString textOf(RunSetting setting, const GenerationRequest& request) {
  switch (setting.axis) {
    case RunAxis::Prompt:
      return SettingBox::tr("Prompt");
    case RunAxis::NegativePrompt:
      return SettingBox::tr("Negative prompt");
    case RunAxis::Seed:
      return SettingBox::tr("Seed");
    case RunAxis::Guidance:
      return SettingBox::tr("Guidance");
    case RunAxis::Steps:
      return SettingBox::tr("Steps");
    case RunAxis::Temperature:
      return SettingBox::tr("Temperature");
    case RunAxis::Strength:
      return SettingBox::tr("Strength");
    case RunAxis::Order:
      return SettingBox::tr("Reveal order");
    case RunAxis::Adapter:
      if (setting.adapter >= request.adapters.size()) return {};
      return SettingBox::tr("Adapter “%1”")
          .arg(QString::fromStdString(request.adapters[setting.adapter].name));
  }
  return {};
}

SettingBox::SettingBox(bool withPrompt, const QString& noneText, QWidget* parent)
    : QComboBox(parent), m_withPrompt(withPrompt), m_noneText(noneText) {
  // A long name is not to push the values beside it out of the window.
  setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
  setMinimumContentsLength(14);
  offer({});
}

bool SettingBox::offer(const GenerationRequest& request) {
  QStringList texts;
  std::vector<int> keys;
  const auto add = [&](const QString& text, int key) {
    texts << text;
    keys.push_back(key);
  };
  if (!m_noneText.isEmpty()) add(m_noneText, kNone);
  for (const RunSetting& setting : settingsOf(request))
    if (m_withPrompt || setting.axis != RunAxis::Prompt) add(textOf(setting, request), keyOf(setting));
  QStringList offered;
  for (int i = 0; i < count(); ++i) offered << itemText(i);
  if (offered == texts) return true;
  const QSignalBlocker quiet(this);
  const QVariant before = currentData();
  clear();
  for (int i = 0; i < texts.size(); ++i) addItem(texts[i], keys[static_cast<size_t>(i)]);
  setCurrentIndex(before.isValid() ? findData(before) : 0);
  return currentIndex() >= 0;
}

void SettingBox::choose(std::optional<RunSetting> setting) {
  setCurrentIndex(findData(setting ? keyOf(*setting) : kNone));
}

std::optional<RunSetting> SettingBox::chosen() const {
  const QVariant key = currentData();
  if (!key.isValid() || key.toInt() == kNone) return std::nullopt;
  return settingOf(key.toInt());
}

}  // namespace unmask
