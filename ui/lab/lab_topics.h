// Topics of questions to the engine: a newer question on one replaces the one that waits.
#pragma once

namespace unmask {

enum LabTopic {
  kAttentionTopic = 1,
  kAblationTopic,
  kVqLossTopic,
  kAlternativesTopic,
  kEditTopic,
  kCodebookTopic,
  kPhrasesTopic,  ///< not the lab's: what the prompt box completes to
};

}  // namespace unmask
