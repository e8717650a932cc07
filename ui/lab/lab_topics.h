// Topics of the lab's questions to the engine: a newer question on one replaces the one that waits.
#pragma once

namespace unmask {

enum LabTopic {
  kAttentionTopic = 1,
  kAblationTopic,
  kVqLossTopic,
  kAlternativesTopic,
  kEditTopic,
  kCodebookTopic,
};

}  // namespace unmask
