// "How a masked model draws": eight stops over a recorded run, each with something to try.
#pragma once

#include <vector>

#include "ui/tour.h"

namespace unmask {

class MainWindow;

/// For a window that shows a recorded run.
std::vector<TourStop> lessonStops(MainWindow* window);

}  // namespace unmask
