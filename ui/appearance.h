// Light or dark: as the system, or as the user decided.
#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QPalette>

#include "ui/settings/preferences.h"

namespace unmask {

/// The program's own light and dark colours, for systems that bring none.
QPalette lightPalette();
QPalette darkPalette();

/// Follows the preferences, and with them the system: its palette, else what the desktop portal says
/// (org.freedesktop.appearance), asked without waiting.
class Appearance : public QObject {
  Q_OBJECT

 public:
  explicit Appearance(Preferences* preferences, QObject* parent = nullptr);

  /// What the desktop says; called by the portal's answer and signal.
  void setSystemPrefersDark(bool prefersDark);

 private Q_SLOTS:
  void onPortalSetting(const QString& group, const QString& key, const QDBusVariant& value);

 private:
  void apply();
  void askPortal();

  Preferences* m_preferences;
  QString m_systemStyle;
  bool m_systemPrefersDark = false;
};

}  // namespace unmask
