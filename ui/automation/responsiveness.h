// How quickly the window answers, in figures: what a person would notice, measured in this very process.
#pragma once

#include <QJsonObject>
#include <QString>

#include "core/base/result.h"

namespace unmask {

class MainWindow;

/// Fills `dataDir`/history.db with made-up pictures and prompts. Blocking; some ten seconds.
Result<void> fillHistory(const QString& dataDir, int entries);

/// In the window's thread, from an event of its own; runs the event loop. The model is loaded, the window
/// shown, its history filled as above with so many entries. All times in milliseconds, each beside its aim:
///   decoding    longest and 99th percentile of how long an event from elsewhere waits while runs go on
///   scrubbing   from a step of the timeline to its pixels: pictures at hand, and to be drawn from tokens
///   cancelling  from Esc to the end of the run, beside the run's own steps
///   panning     frames a second while a picture of 4096 × 4096 pixels is dragged, fitted to 200 %
///   history     from the key to its pictures, scrolling through all of it, searching
/// An Error of kind Internal when something never happens.
Result<QJsonObject> measureResponsiveness(MainWindow& window, int historyEntries);

}  // namespace unmask
