// Emoji packages → pictures, captions and a manifest to train on.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

struct EmojiDatasetOptions {
  std::filesystem::path
      packagesDir;  ///< holds `node_modules` as packaging/fetch-training-data makes it, or is that folder
  std::filesystem::path outputDir;     ///< created; gets `pictures/` and `dataset.json`
  std::filesystem::path conceptsFile;  ///< see core/data/concept_list.h
  std::filesystem::path
      heldOutOf;  ///< list whose concepts are held out from; empty = `conceptsFile` itself. So a
                  ///< larger list leaves out what a smaller one, trained on later, does
  std::vector<std::string> styles = {"3d", "flat", "noto"};  ///< of "3d", "flat", "noto", "twemoji"
  int pixels = 256;                                          ///< side of the square pictures, 16…1024
  int paints = 0;            ///< in how many other colours an object of one colour is shown, too; 0 = none
  bool skipMissing = false;  ///< leave out (concept, style) pairs that have no picture instead of failing
};

struct EmojiDatasetSummary {
  int concepts = 0;
  int pictures = 0;
  int captions = 0;
  std::vector<std::string> missing;  ///< "label (style)" of what was left out
};

/// Draws every concept in every style as RGBA PNG (`pictures/<codepoints>-<style>.png`, straight alpha, white
/// under alpha 0, the original's own margin) and writes `dataset.json` last: schema, sources with versions
/// and licences, per picture its captions, and what is held out (hold_out.h). The same packages and options
/// give the same bytes. An old manifest in `outputDir` is removed first, so that a half-written folder is
/// never taken for a dataset. `progress` is called on this thread.
Result<EmojiDatasetSummary> buildEmojiDataset(const EmojiDatasetOptions& options, std::stop_token stop = {},
                                              const std::function<void(int done, int total)>& progress = {});

}  // namespace unmask
