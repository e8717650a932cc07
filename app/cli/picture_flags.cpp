#include "app/cli/picture_flags.h"

#include "app/cli/mask_cells.h"
#include "app/cli/output_names.h"
#include "core/engine/preset_request.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace {

constexpr int kMaxSide = 16384;
constexpr float kUsualVariation = 0.5f;  // the reference's strength for img2img (7.1)

Error inFile(Error error, const std::string& file) {
  if (error.file.empty()) error.file = file;
  return error;
}

RevealOrder orderFromName(const std::string& name) {
  if (name == "halton") return RevealOrder::Halton;
  if (name == "raster") return RevealOrder::Raster;
  return name == "random" ? RevealOrder::Random : RevealOrder::Confidence;
}

std::string sizeText(int width, int height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

// The reference takes a mask of any size; a mask that does not fit is more often the wrong file.
Result<ImageBuffer> loadMask(const std::string& file, const ImageBuffer& picture, bool takesAnySize) {
  UNMASK_TRY(ImageBuffer mask, loadImage(file));
  if (takesAnySize || (mask.width == picture.width && mask.height == picture.height)) return mask;
  return Error{.kind = ErrorKind::BadInput,
               .message = "the mask is not as large as the picture",
               .file = file,
               .expected = sizeText(picture.width, picture.height),
               .found = sizeText(mask.width, mask.height)};
}

template <typename T, typename U>
void assignIfGiven(T& target, const std::optional<U>& flag) {
  if (flag) target = *flag;
}

}  // namespace

void addSamplingFlags(CLI::App& command, PictureFlags& flags) {
  addAdapterFlags(command, flags.adapters);
  addOptional(command, "--preset", flags.preset, "Start from this preset of the model (see inspect)");
  addOptional(command, "-s,--seed", flags.seed,
              "Seed; -1 or random draws one, which is told (default: random)");
  addOptional(command, "--steps", flags.steps, "Decoding steps")->check(numberBetween(1, 1000));
  addOptional(command, "--cfg-scale", flags.guidanceScale, "Guidance; 1 or less switches it off")
      ->check(numberBetween(0, 1000));
  addOptional(command, "--temperature", flags.temperature,
              "A,B: noise on the reveal order, from A down to B");
  addOptional(command, "--schedule", flags.schedule, "How fast cells are revealed")
      ->check(CLI::IsMember({"cosine", "linear"}));
  addOptional(command, "--order", flags.order, "Which cells are revealed first")
      ->check(CLI::IsMember({"confidence", "halton", "random", "raster"}));
  addOptional(command, "--micro", flags.microConditions,
              "originalWidth,originalHeight,cropTop,cropLeft,aestheticScore told to the model");
  command.add_option("--compat", flags.compat, "Do literally what this program does where we differ")
      ->check(CLI::IsMember({"diffusers"}));
}

void addPictureFlags(CLI::App& command, PictureFlags& flags, CommandContext& context) {
  addModelFlags(command, flags.model);
  addOptional(command, "-p,--prompt", flags.prompt, "What the picture shows");
  addOptional(command, "-n,--negative-prompt", flags.negativePrompt, "What it is guided away from");
  command.add_option(
      "-o,--output", flags.output,
      "PNG to write; %d or %03d becomes the picture's number in the batch (default: output.png)");
  addOptional(command, "-b,--batch-count", flags.batchCount, "Pictures to make, with seeds that count up")
      ->check(numberBetween(1, 4096));
  addOptional(command, "-W,--width", flags.width, "Width in pixels")->check(numberBetween(1, kMaxSide));
  addOptional(command, "-H,--height", flags.height, "Height in pixels")->check(numberBetween(1, kMaxSide));
  addSamplingFlags(command, flags);
  command.add_flag("--no-metadata", flags.noMetadata, "Write nothing into the picture about how it was made");
  command.add_option("--trace", flags.traceFile,
                     "Also write every step's tokens and confidences (safetensors)");
  command.add_option("--draws", flags.drawsFile, "Take the noise from this file (safetensors)");
  addOutputFlags(command, context);
}

void addStartFlags(CLI::App& command, PictureFlags& flags, bool needsMask) {
  command.add_option("-i,--init-img", flags.initImage, "The picture to start from (PNG, JPEG, WebP)")
      ->required();
  CLI::Option* mask =
      command.add_option("--mask", flags.mask, "A picture of the same size: white may change");
  if (needsMask) mask->required();
  addOptional(command, "--strength", flags.strength, "Share of the schedule that is run")
      ->check(numberBetween(0, 1));
}

Result<void> checkFlags(const PictureFlags& flags) {
  GenerationRequest unused;
  UNMASK_CHECK(applyFlags(unused, flags));
  UNMASK_TRY(const OutputNames names, OutputNames::parse(flags.output, flags.batchCount.value_or(1)));
  UNMASK_CHECK(checkFolderOf(names.at(0)));
  if (!flags.traceFile.empty()) UNMASK_CHECK(checkFolderOf(flags.traceFile));
  return {};
}

Result<void> applyPreset(GenerationRequest& request, const ModelInfo& info,
                         const std::optional<std::string>& name) {
  std::string known;
  for (const SamplingPreset& preset : info.presets) {
    known += (known.empty() ? "" : ", ") + preset.name;
    if (name && preset.name != *name) continue;
    applyPreset(request, preset);
    return {};
  }
  return Error{.kind = ErrorKind::Usage,
               .message = "the model has no such preset",
               .key = "--preset",
               .expected = known,
               .found = name.value_or("none")};
}

Result<void> applyFlags(GenerationRequest& request, const PictureFlags& flags) {
  if (flags.prompt) request.promptTemplate.clear();
  assignIfGiven(request.prompt, flags.prompt);
  assignIfGiven(request.negativePrompt, flags.negativePrompt);
  assignIfGiven(request.steps, flags.steps);
  assignIfGiven(request.guidanceScale, flags.guidanceScale);
  assignIfGiven(request.batchCount, flags.batchCount);
  assignIfGiven(request.width, flags.width);
  assignIfGiven(request.height, flags.height);
  assignIfGiven(request.strength, flags.strength);
  if (flags.model.computeType) request.computeType = computeTypeFromName(*flags.model.computeType);
  if (flags.schedule)
    request.schedule = *flags.schedule == "linear" ? MaskSchedule::Linear : MaskSchedule::Cosine;
  if (flags.order) request.order = orderFromName(*flags.order);
  if (!flags.compat.empty()) request.compatDiffusers = true;
  if (flags.temperature) {
    UNMASK_TRY(const auto temperatures, parseTemperature(*flags.temperature));
    request.temperatureStart = temperatures.first;
    request.temperatureEnd = temperatures.second;
  }
  if (flags.microConditions) {
    UNMASK_TRY(request.microConditions, parseMicroConditions(*flags.microConditions));
  }
  if (flags.seed) {
    UNMASK_TRY(request.seed, parseSeed(*flags.seed));
  }
  return {};
}

Result<void> applyStart(CommandContext& context, GenerationRequest& request, const PictureFlags& flags,
                        const ModelInfo& info) {
  UNMASK_TRY(const ImageBuffer loaded, loadImage(flags.initImage));
  const int onlyWidth = info.gridWidth * info.pixelsPerCell,
            onlyHeight = info.gridHeight * info.pixelsPerCell;
  const int width = flags.width.value_or(info.hasOneSize ? onlyWidth : loaded.width);
  const int height = flags.height.value_or(info.hasOneSize ? onlyHeight : loaded.height);
  const bool isAsked = flags.width || flags.height;
  if (!isAsked && int64_t{width} * loaded.height != int64_t{height} * loaded.width)
    context.warn(flags.initImage + " is made " + sizeText(width, height) +
                 ", the only size of this model, and loses its shape");
  if (width < info.pixelsPerCell || height < info.pixelsPerCell) {
    return Error{.kind = ErrorKind::BadInput,
                 .message = "the picture is smaller than one cell",
                 .file = flags.initImage,
                 .expected = sizeText(info.pixelsPerCell, info.pixelsPerCell) + " or more",
                 .found = sizeText(width, height)};
  }
  if (!flags.mask.empty()) {
    // The engine brings the picture to whole cells, and in pairs where the network halves its grid.
    const int pair = info.hasDownsampling ? 2 : 1;
    const auto cellsIn = [&](int pixels) {
      return std::max(pair, pixels / info.pixelsPerCell / pair * pair);
    };
    const int rows = cellsIn(height), columns = cellsIn(width);
    UNMASK_TRY(const ImageBuffer mask, loadMask(flags.mask, loaded, request.compatDiffusers));
    auto cells = request.compatDiffusers ? cellsAsReference(mask, rows, columns, info.pixelsPerCell)
                                         : cellsTouched(mask, rows, columns);
    if (!cells) return inFile(std::move(cells).error(), flags.mask);
    request.editableCells = *std::move(cells);
  }
  request.picture = flattenToRgb(loaded);
  if (request.picture.width != width || request.picture.height != height)
    request.picture = resizeLanczos(request.picture, width, height);
  return {};
}

PictureJob jobFrom(GenerationRequest request, const PictureFlags& flags) {
  return {.request = std::move(request),
          .output = flags.output,
          .writesMetadata = !flags.noMetadata,
          .hasWildcards = flags.prompt.has_value(),
          .traceFile = flags.traceFile,
          .drawsFile = flags.drawsFile};
}

Result<void> makePicture(CommandContext& context, const PictureFlags& flags, JobKind kind) {
  UNMASK_CHECK(checkFlags(flags));
  UNMASK_TRY(const auto engine, loadModel(context, flags.model));
  GenerationRequest request;
  request.kind = kind;
  UNMASK_CHECK(applyPreset(request, engine->info(), flags.preset));
  if (kind == JobKind::Vary) request.strength = kUsualVariation;
  // The reference's inpaint pipeline switches to the linear schedule (7.4); a preset speaks of whole
  // pictures.
  if (kind == JobKind::Inpaint) request.schedule = MaskSchedule::Linear;
  UNMASK_TRY(request.seed, parseSeed("random"));
  UNMASK_CHECK(applyFlags(request, flags));
  UNMASK_CHECK(applyAdapters(context, request, flags.adapters, engine->info().reference.contentHash));
  if (kind != JobKind::Generate) UNMASK_CHECK(applyStart(context, request, flags, engine->info()));
  return runPictureJob(context, *engine, jobFrom(std::move(request), flags));
}

}  // namespace unmask
