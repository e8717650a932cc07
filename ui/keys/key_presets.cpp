#include "ui/keys/key_presets.h"

#include <QCoreApplication>

namespace unmask {
namespace {

QString words(const char* text) {
  return QCoreApplication::translate("unmask::KeyPresets", text);
}

QList<QKeySequence> keys(const char* list) {
  return QKeySequence::listFromString(QString::fromLatin1(list), QKeySequence::PortableText);
}

/// Ctrl+0 is 100 % in Krita, the selection is hidden by Ctrl+H, and M is the marquee.
KeyPreset krita() {
  KeyPreset preset{"krita", words(QT_TRANSLATE_NOOP("unmask::KeyPresets", "Krita and Photoshop")), {}};
  preset.keys = {{"zoom100", keys("Ctrl+0")},
                 {"zoomFit", keys("Ctrl+1")},
                 {"rectangle", keys("M")},
                 {"invertMask", keys("Ctrl+I; Ctrl+Shift+I")},
                 {"clearMask", keys("Ctrl+D; Ctrl+Shift+A; Del")},
                 {"showMask", keys("Ctrl+H")},
                 {"hideAgain", keys("Ctrl+Alt+H")},
                 {"redo", keys("Ctrl+Shift+Z")},
                 {"generate", keys("Ctrl+Return; Ctrl+Enter; Shift+Return; Shift+Enter")}};
  return preset;
}

KeyPreset invoke() {
  KeyPreset preset{"invoke", QStringLiteral("InvokeAI"), {}};
  preset.keys = {{"rectangle", keys("U")},
                 {"invertMask", keys("Shift+V")},
                 {"clearMask", keys("Shift+C; Ctrl+D")},
                 {"stop", keys("Esc; Shift+X")}};
  preset.wheelSizeModifier = Qt::ControlModifier;
  return preset;
}

/// The letters of its canvas: Q and W size the brush, F moves, R resets the view, S fills the screen.
KeyPreset automatic1111() {
  KeyPreset preset{"a1111", QStringLiteral("A1111"), {}};
  preset.keys = {{"smallerBrush", keys("Q; [")},     {"largerBrush", keys("W; ]")},
                 {"panWhileHeld", keys("F; Space")}, {"zoomFit", keys("R; Ctrl+0")},
                 {"fullScreen", keys("S; F11")},     {"showMask", keys("O; Shift+H")}};
  preset.wheelSizeModifier = Qt::ControlModifier;
  return preset;
}

}  // namespace

const std::vector<KeyPreset>& keyPresets() {
  static const std::vector<KeyPreset> presets{
      {"unmask", QStringLiteral("Unmask"), {}}, krita(), invoke(), automatic1111()};
  return presets;
}

const KeyPreset& keyPreset(const QString& id) {
  for (const KeyPreset& preset : keyPresets()) {
    if (preset.id == id) return preset;
  }
  return keyPresets().front();
}

}  // namespace unmask
