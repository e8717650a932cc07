#include "ui/commands/edit_held_run.h"

#include "ui/run_flow.h"

namespace unmask {

void EditHeldRun::swap() {
  m_other = m_flow->exchangeHeldState(m_heldId, m_other);
}

}  // namespace unmask
