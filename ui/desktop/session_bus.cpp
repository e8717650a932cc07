#include "ui/desktop/session_bus.h"

#include <QFileInfo>

namespace unmask {

QDBusConnection sessionBusOrNone() {
  const bool hasAddress = !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS");
  const QString runtimeDir = qEnvironmentVariable("XDG_RUNTIME_DIR");
  const bool hasSocket = !runtimeDir.isEmpty() && QFileInfo::exists(runtimeDir + "/bus");
  if (hasAddress || hasSocket) return QDBusConnection::sessionBus();
  return QDBusConnection(QStringLiteral("none"));
}

}  // namespace unmask
