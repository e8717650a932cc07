// What the window keeps in a project beside what the file knows of itself, as small JSON texts.
#pragma once

#include <cstdint>
#include <string>

#include "ui/document_model.h"

namespace unmask {

/// Of each state of the document.
struct StateNotes {
  int64_t run = 0;        ///< that made the canvas; 0 = none
  int pixelsPerCell = 0;  ///< of the grid the locked cells belong to; 0 = not known
  bool operator==(const StateNotes&) const = default;
};

/// Of the window on the document; no undo.
struct WindowNotes {
  PresetFields touched;
  bool isSeedLocked = false;
  int candidate = -1;                                ///< the one shown
  std::vector<AdapterReference> restingStyles = {};  ///< of the list, but not in the draft
  bool operator==(const WindowNotes&) const = default;
};

// Reading takes anything: what is not there or not understood keeps its default.
std::string toJson(const StateNotes& notes);
StateNotes stateNotesFrom(const std::string& json);
std::string toJson(const WindowNotes& notes);
WindowNotes windowNotesFrom(const std::string& json);

}  // namespace unmask
