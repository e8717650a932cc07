#include "ui/appearance.h"

#include <QApplication>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QStyle>

#include "ui/desktop/session_bus.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr char kPortal[] = "org.freedesktop.portal.Desktop";
constexpr char kPortalPath[] = "/org/freedesktop/portal/desktop";
constexpr char kPortalSettings[] = "org.freedesktop.portal.Settings";
constexpr char kGroup[] = "org.freedesktop.appearance";
constexpr char kKey[] = "color-scheme";
constexpr uint kPrefersDark = 1;

struct Shades {
  QColor window, base, alternate, text, button, accent, onAccent, quiet;
};

QPalette paletteOf(const Shades& shades) {
  QPalette palette(shades.button, shades.window);
  palette.setColor(QPalette::Window, shades.window);
  palette.setColor(QPalette::Base, shades.base);
  palette.setColor(QPalette::AlternateBase, shades.alternate);
  palette.setColor(QPalette::ToolTipBase, shades.alternate);
  palette.setColor(QPalette::Button, shades.button);
  palette.setColor(QPalette::Highlight, shades.accent);
  palette.setColor(QPalette::HighlightedText, shades.onAccent);
  palette.setColor(QPalette::Link, shades.accent);
  palette.setColor(QPalette::LinkVisited, shades.accent);
  palette.setColor(QPalette::PlaceholderText, shades.quiet);
  palette.setColor(QPalette::BrightText, Qt::white);
  for (const auto role :
       {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
    palette.setColor(role, shades.text);
    palette.setColor(QPalette::Disabled, role, mixed(shades.text, shades.window, 0.55));
  }
  palette.setColor(QPalette::Disabled, QPalette::Highlight, mixed(shades.text, shades.window, 0.7));
  return palette;
}

/// A value of the portal comes in one or two wrappers, by its version.
QVariant unwrapped(QVariant value) {
  while (value.metaType() == QMetaType::fromType<QDBusVariant>())
    value = value.value<QDBusVariant>().variant();
  return value;
}

}  // namespace

QPalette lightPalette() {
  return paletteOf({QColor(243, 243, 245), Qt::white, QColor(236, 237, 240), QColor(28, 29, 33),
                    QColor(233, 234, 237), QColor(32, 98, 190), Qt::white, QColor(104, 107, 115)});
}

QPalette darkPalette() {
  return paletteOf({QColor(43, 44, 48), QColor(31, 32, 35), QColor(52, 53, 58), QColor(229, 230, 234),
                    QColor(58, 60, 65), QColor(88, 150, 235), QColor(12, 16, 24), QColor(150, 153, 161)});
}

Appearance::Appearance(Preferences* preferences, QObject* parent)
    : QObject(parent), m_preferences(preferences), m_systemStyle(QApplication::style()->objectName()) {
  connect(preferences, &Preferences::themeChanged, this, &Appearance::apply);
  apply();
  askPortal();
}

void Appearance::apply() {
  const Theme theme = m_preferences->theme();
  if (theme == Theme::System) {
    QApplication::setStyle(m_systemStyle);
    QApplication::setPalette(QPalette());
    if (m_systemPrefersDark && !isDark(QApplication::palette())) {
      QApplication::setStyle(QStringLiteral("Fusion"));
      QApplication::setPalette(darkPalette());
    }
    return;
  }
  QApplication::setStyle(QStringLiteral("Fusion"));  // the one style that draws every palette as it is
  QApplication::setPalette(theme == Theme::Dark ? darkPalette() : lightPalette());
}

void Appearance::setSystemPrefersDark(bool prefersDark) {
  if (m_systemPrefersDark == prefersDark) return;
  m_systemPrefersDark = prefersDark;
  if (m_preferences->theme() == Theme::System) apply();
}

void Appearance::askPortal() {
  QDBusConnection bus = sessionBusOrNone();
  if (!bus.isConnected()) return;
  bus.connect(kPortal, kPortalPath, kPortalSettings, "SettingChanged", this,
              SLOT(onPortalSetting(QString, QString, QDBusVariant)));
  QDBusMessage call = QDBusMessage::createMethodCall(kPortal, kPortalPath, kPortalSettings, "Read");
  call << QString(kGroup) << QString(kKey);
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
    const QDBusPendingReply<QDBusVariant> reply = *done;
    if (reply.isValid()) onPortalSetting(kGroup, kKey, reply.value());
    done->deleteLater();
  });
}

void Appearance::onPortalSetting(const QString& group, const QString& key, const QDBusVariant& value) {
  if (group == kGroup && key == kKey)
    setSystemPrefersDark(unwrapped(value.variant()).toUInt() == kPrefersDark);
}

}  // namespace unmask
