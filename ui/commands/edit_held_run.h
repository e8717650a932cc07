// Undo command: cells of a held run were hidden again or fixed.
#pragma once

#include "core/doc/trace.h"
#include "ui/commands/undo_stack.h"

namespace unmask {

class RunFlow;

/// Does nothing any more once that run went on or was thrown away. `flow` outlives the command.
class EditHeldRun : public Command {
 public:
  EditHeldRun(RunFlow* flow, quint64 heldId, DecodeState state, const QString& text)
      : Command(text), m_flow(flow), m_heldId(heldId), m_other(std::move(state)) {}

  void undo() override { swap(); }
  void redo() override { swap(); }
  qint64 bytes() const override { return static_cast<qint64>(16 * m_other.tokens.cellCount()); }

 private:
  void swap();

  RunFlow* m_flow;
  quint64 m_heldId;
  DecodeState m_other;  ///< the one the run does not stand in now
};

}  // namespace unmask
