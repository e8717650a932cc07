// Training pictures with captions, read back from a folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/base/result.h"
#include "core/data/hold_out.h"

namespace unmask {

/// One picture to learn from. The colours under alpha 0 are white, so dropping alpha shows the object on
/// white.
struct DatasetPicture {
  ImageBuffer rgba;                   ///< always 4 channels, straight alpha
  std::vector<std::string> captions;  ///< never empty; the first is the plainest; valid UTF-8
  std::string file;                   ///< path below the dataset's folder
  std::string conceptId;              ///< code points for emoji ("1f34e"), the file's stem in a plain folder
  std::string label;                  ///< the concept in words ("red apple")
  std::string style;                  ///< "3d", "flat", …; empty in a plain folder
  std::string paint;     ///< "blue" where the object was given another colour (recolour.h); else empty
  bool heldOut = false;  ///< for evaluation only, never to be trained on
};

struct Dataset {
  std::vector<DatasetPicture> pictures;  ///< in the manifest's order; sorted by file name in a plain folder
  std::vector<HeldOutColour> heldOutColours;  ///< never to be composed for training; empty in a plain folder
  std::vector<HeldOutRelation> heldOutRelations;  ///< likewise
};

struct DatasetOptions {
  int pixels = 0;  ///< side to which every picture is cropped (centre) and resized; 0 leaves them as stored
  int maxPictures = 20000;              ///< more is BadInput
  int64_t maxBytes = int64_t{4} << 30;  ///< of all decoded pictures together
};

/// Reads `dataset.json` (what buildEmojiDataset writes), else `metadata.jsonl` (a line a picture: `file_name`
/// and `text`, one or a list), else a plain folder: each picture's captions are the lines of the .txt beside
/// it, else the words of its file name. Every field is checked and paths may not leave the folder. Decodes
/// everything into memory: 256 KiB for a 256×256 picture.
Result<Dataset> loadDataset(const std::filesystem::path& dir, const DatasetOptions& options = {});

}  // namespace unmask
