// The user's D-Bus, if there is one.
#pragma once

#include <QDBusConnection>

namespace unmask {

/// Unconnected where the session has no bus. Never starts one: that would take seconds.
QDBusConnection sessionBusOrNone();

}  // namespace unmask
