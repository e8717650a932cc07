#include "ui/settings/preferences.h"

#include <QPointer>
#include <QSettings>
#include <QStandardPaths>
#include <algorithm>
#include <vector>

namespace unmask {
namespace {

/// All objects show the same settings, so a change through one is told by all. Window's thread only.
std::vector<QPointer<Preferences>>& all() {
  static std::vector<QPointer<Preferences>> objects;
  return objects;
}

void tellAll(void (Preferences::*signal)()) {
  std::erase(all(), nullptr);
  for (const QPointer<Preferences>& object : std::vector(all())) {
    if (object) Q_EMIT(object->*signal)();
  }
}

}  // namespace

Preferences::Preferences(QObject* parent) : QObject(parent) {
  std::erase(all(), nullptr);
  all().emplace_back(this);
}

Theme Preferences::theme() const {
  const QString name = QSettings().value("appearance/theme").toString();
  if (name == "light") return Theme::Light;
  return name == "dark" ? Theme::Dark : Theme::System;
}

void Preferences::setTheme(Theme theme) {
  const char* name = theme == Theme::Light ? "light" : theme == Theme::Dark ? "dark" : "system";
  QSettings().setValue("appearance/theme", name);
  tellAll(&Preferences::themeChanged);
}

QString Preferences::language() const {
  return QSettings().value("appearance/language").toString();
}

void Preferences::setLanguage(const QString& language) {
  QSettings().setValue("appearance/language", language);
}

int Preferences::threads() const {
  return std::clamp(QSettings().value("engine/threads", 0).toInt(), 0, kMaxThreads);
}

void Preferences::setThreads(int threads) {
  QSettings().setValue("engine/threads", std::clamp(threads, 0, kMaxThreads));
  tellAll(&Preferences::engineChanged);
}

ComputeType Preferences::computeType() const {
  return QSettings().value("engine/precision").toString() == "bf16" ? ComputeType::BFloat16
                                                                    : ComputeType::Float32;
}

void Preferences::setComputeType(ComputeType type) {
  QSettings().setValue("engine/precision", type == ComputeType::BFloat16 ? "bf16" : "fp32");
  tellAll(&Preferences::engineChanged);
}

bool Preferences::writesMetadata() const {
  return QSettings().value("save/metadata", true).toBool();
}

void Preferences::setWritesMetadata(bool writes) {
  QSettings().setValue("save/metadata", writes);
}

QString Preferences::pictureFolder() const {
  const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
  return QSettings().value("save/folder", pictures).toString();
}

void Preferences::setPictureFolder(const QString& folder) {
  QSettings().setValue("save/folder", folder);
}

}  // namespace unmask
