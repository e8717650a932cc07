#include "ui/studio_options.h"

#include <QDir>

namespace unmask {

QString defaultStateDir() {
  const QString state = qEnvironmentVariable("XDG_STATE_HOME");
  const QString base =
      QDir::isAbsolutePath(state) ? state : QDir::homePath() + QStringLiteral("/.local/state");
  return base + QStringLiteral("/unmask");
}

}  // namespace unmask
