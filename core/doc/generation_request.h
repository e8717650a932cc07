// Everything a run needs, as a plain value. Nothing is read from a widget or a global later, so any picture
// can be made again from its request. Free of Torch and Qt types (design: "What crosses which border").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/doc/token_grid.h"

namespace unmask {

/// Which starting grid the run gets. After that, all jobs are the same job.
enum class JobKind {
  Generate,  ///< every cell masked
  Inpaint,   ///< tokens of the picture, the editable cells masked
  Vary,      ///< tokens of the picture, a share of the cells masked that grows with `strength`
};

/// Mask ratio after a share r of the steps: cosine cos(r·π/2), linear 1 − r (reference section 6).
enum class MaskSchedule { Cosine, Linear };

/// Which of the masked cells are revealed first.
enum class RevealOrder {
  Confidence,  ///< highest log p + annealed Gumbel noise first (the reference's way)
  Halton,      ///< a fixed low-discrepancy order over the grid (Halton-MaskGIT)
  Random,      ///< an order drawn from the seed
  Raster,      ///< row by row, as text is written: for comparison
};

enum class ComputeType { Float32, BFloat16 };

/// Numbers the model was told about each training picture (reference section 3.2), in the order the pipeline
/// passes them.
struct MicroConditions {
  float originalWidth = 0;
  float originalHeight = 0;
  float cropTop = 0;
  float cropLeft = 0;
  float aestheticScore = 6;
  bool operator==(const MicroConditions&) const = default;
};

/// Which weights a run was made with.
struct ModelReference {
  std::string name;         ///< folder name, for people
  std::string path;         ///< where it was found on this machine
  std::string contentHash;  ///< "sha256:…" over the weight files, "sampled-sha256:…" of large ones
  bool operator==(const ModelReference&) const = default;
};

/// A LoRA file whose matrices are added to the transformer's for a run.
struct AdapterReference {
  std::string name;                 ///< file name without ending, for people and for `<lora:name>`
  std::string path;                 ///< of the file
  float strength = 1;               ///< times the adapter's own scale; 0 leaves the model as it is
  std::string contentHash = {};     ///< "sha256:…" of the file; when given, another file is refused
  std::optional<float> scale = {};  ///< for a file that does not say how strongly it counts (alpha / rank)
  bool operator==(const AdapterReference&) const = default;
};

struct GenerationRequest {
  static constexpr int kSchemaVersion = 1;

  JobKind kind = JobKind::Generate;

  std::string promptTemplate;  ///< as typed, wildcards and all; empty means the same as `prompt`
  std::string prompt;          ///< as given to the tokenizer
  std::string negativePrompt;

  uint64_t seed = 0;   ///< image j of the batch is the image of seed + j alone
  int batchCount = 1;  ///< 1 … 4096

  int steps = 12;              ///< 1 … 1000
  float guidanceScale = 10;    ///< ≤ 1 switches guidance off
  float temperatureStart = 2;  ///< of the noise on the reveal order, annealed linearly over the steps …
  float temperatureEnd = 0;    ///< … to this value
  MaskSchedule schedule = MaskSchedule::Cosine;
  RevealOrder order = RevealOrder::Confidence;
  float strength = 1;  ///< Vary and Inpaint: share of the schedule that is run, 0 … 1

  int width = 0;                                   ///< pixels; 0 = the model's own size
  int height = 0;                                  ///< pixels; 0 = the model's own size
  std::optional<MicroConditions> microConditions;  ///< absent = from the picture's size, crop 0, score 6

  ImageBuffer picture;     ///< RGB; Inpaint and Vary, unless `startTokens` is given
  TokenGrid startTokens;   ///< a starting grid to use as it is (resume, branch); may hold mask tokens
  CellMask editableCells;  ///< cells that may change; empty = every cell
  CellMask lockedCells;    ///< cells that may never change; wins over `editableCells`; empty = none
  int startStep = 0;       ///< index of the first step to run; > 0 when resuming

  ModelReference model;
  std::vector<AdapterReference>
      adapters;  ///< all of them count; their order makes no difference but in rounding
  ComputeType computeType = ComputeType::Float32;
  std::string device = "cpu";

  bool compatDiffusers = false;  ///< the reference's literal behaviour instead of ours where they differ

  bool operator==(const GenerationRequest&) const = default;
};

}  // namespace unmask
