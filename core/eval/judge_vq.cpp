// The tokens: how well they hold pictures, and whether the same thing gets the same ones.
#include <algorithm>
#include <set>

#include "core/eval/eval_context.h"
#include "core/eval/picture_quality.h"

namespace unmask {
namespace {

/// What a cell of a true picture holds.
enum class CellKind { White, Object };

std::vector<CellKind> kindsOf(const ImageBuffer& rgb, int rows, int columns, int side) {
  std::vector<CellKind> kinds;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      bool isWhite = true;
      for (int y = row * side; isWhite && y < (row + 1) * side; ++y) {
        const uint8_t* first = rgb.at(column * side, y);
        isWhite =
            std::all_of(first, first + static_cast<ptrdiff_t>(side) * 3, [](uint8_t v) { return v == 255; });
      }
      kinds.push_back(isWhite ? CellKind::White : CellKind::Object);
    }
  }
  return kinds;
}

ImageBuffer movedBy(const ImageBuffer& rgb, int right) {
  ImageBuffer out(rgb.width, rgb.height, 3, 255);
  for (int y = 0; y < rgb.height; ++y) {
    std::copy_n(rgb.at(0, y), static_cast<size_t>(rgb.width - right) * 3, out.at(right, y));
  }
  return out;
}

class VqJudge {
 public:
  explicit VqJudge(EvalContext& context) : m_context(context), m_info(context.maker.engine().info()) {
    m_section.id = "vq_model";
    m_section.title = "The VQ model's tokens";
  }

  Result<ReportSection> run() {
    const bool hasHeldOut = !m_context.plan.heldOut.empty();
    const auto& prompts = hasHeldOut ? m_context.plan.heldOut : m_context.plan.seen;
    m_section.text =
        std::string(hasHeldOut ? "Held-out pictures" : "Training pictures (nothing is held out)") +
        " on white through encoder, codebook and decoder. A white cell has nothing but white pixels; "
        "codes are kept when the picture moved right by one cell has the same code one cell further.";
    const size_t count = std::min(prompts.size(), static_cast<size_t>(m_context.options.sizes.vqPictures));
    m_context.maker.beginStage(m_section.title, static_cast<int>(count));
    for (size_t i = 0; i < count; ++i) {
      UNMASK_CHECK(judge(prompts[i]));
      UNMASK_CHECK(m_context.maker.done());
    }
    addFigures(hasHeldOut);
    return std::move(m_section);
  }

 private:
  Result<void> judge(const PairPrompt& prompt) {
    ImageBuffer picture = m_context.truePicture(prompt.entry);
    UNMASK_TRY(const TokenGrid tokens, m_context.maker.engine().encode(picture));
    UNMASK_TRY(ImageBuffer back, m_context.maker.engine().decode(tokens));
    for (const int32_t id : tokens.tokenIds) m_codes.insert(id);
    m_cells += tokens.cellCount();
    const bool isSameSize =
        back.width == picture.width && back.height == picture.height && back.channels == 3;
    const int side = m_info.pixelsPerCell;
    if (!isSameSize || picture.width != tokens.width * side || picture.height != tokens.height * side)
      return {};
    m_psnr.push_back(psnrBetween(picture, back));
    if (std::min(picture.width, picture.height) >= 11) m_ssim.push_back(ssimBetween(picture, back));
    UNMASK_CHECK(compareMoved(picture, tokens));
    if (m_sheet.cells.size() < 16) {
      char verdict[32];
      std::snprintf(verdict, sizeof verdict, "%.1f dB", m_psnr.back());
      m_sheet.cells.push_back({{std::move(picture), std::move(back)},
                               m_context.gallery[prompt.entry].label,
                               verdict,
                               std::nullopt});
    }
    return {};
  }

  Result<void> compareMoved(const ImageBuffer& picture, const TokenGrid& tokens) {
    const int side = m_info.pixelsPerCell;
    const auto kinds = kindsOf(picture, tokens.height, tokens.width, side);
    UNMASK_TRY(const TokenGrid moved, m_context.maker.engine().encode(movedBy(picture, side)));
    std::vector<double> kept;
    for (int row = 0; row < tokens.height; ++row) {
      for (int column = 0; column < tokens.width; ++column) {
        const Cell cell{row, column};
        if (kinds[tokens.indexOf(cell)] == CellKind::White) {
          ++m_white[tokens[cell]];
          m_whitePerPicture.emplace_back(static_cast<int>(m_pictures), tokens[cell]);
        } else if (column + 1 < tokens.width) {
          kept.push_back(moved[{row, column + 1}] == tokens[cell]);
        }
      }
    }
    if (!kept.empty()) m_kept.push_back(meanOf(kept));
    ++m_pictures;
    return {};
  }

  void add(Figure figure, double aim) {
    figure.aim = aim;
    m_section.figures.push_back(std::move(figure));
  }

  void addFigures(bool hasHeldOut) {
    if (m_psnr.empty()) {
      m_section.missing.push_back({"vq.psnr", "reconstruction", "no picture has the model's size"});
      return;
    }
    const std::string of = hasHeldOut ? " of held-out pictures" : " of training pictures";
    add(figureFrom("vq.psnr", "PSNR" + of, m_psnr, {}, FigureUnit::Decibel), 26);
    if (!m_ssim.empty()) add(figureFrom("vq.ssim", "SSIM" + of, m_ssim, {}, FigureUnit::Number), 0.9);
    addWhite();
    if (!m_kept.empty())
      add(figureFrom("vq.kept_when_moved",
                     "codes kept when the thing moves by " + std::to_string(m_info.pixelsPerCell) + " px",
                     m_kept),
          0.8);
    addAlive();
    m_section.sheets.push_back(std::move(m_sheet));
  }

  void addWhite() {
    if (m_white.empty()) {
      m_section.missing.push_back(
          {"vq.white_on_one_code", "white cells on their commonest code", "no cell is white"});
      return;
    }
    const auto commonest =
        std::ranges::max_element(m_white, {}, [](const auto& code) { return code.second; });
    std::vector<double> hits;
    std::vector<int> groups;
    for (const auto& [picture, code] : m_whitePerPicture) {
      hits.push_back(code == commonest->first);
      groups.push_back(picture);
    }
    add(figureFrom("vq.white_on_one_code", "white cells on their commonest code", hits, groups), 0.95);
  }

  /// A count over all pictures has no samples to draw from again; its interval is the value itself.
  void addAlive() {
    Figure alive;
    alive.id = "vq.codes_used";
    alive.title = "share of the codebook that these pictures use";
    alive.value = static_cast<double>(m_codes.size()) / std::max(1, m_info.codebookSize);
    alive.interval = {alive.value, alive.value};
    alive.samples = static_cast<int>(m_psnr.size());
    alive.note = std::to_string(m_codes.size()) + " of " + std::to_string(m_info.codebookSize) +
                 " codes in " + std::to_string(m_cells) +
                 " cells; a lower bound for the codes alive, as more pictures would use more";
    m_section.figures.push_back(std::move(alive));
  }

  EvalContext& m_context;
  const ModelInfo& m_info;
  std::vector<double> m_psnr, m_ssim, m_kept;
  std::set<int32_t> m_codes;
  std::map<int32_t, int> m_white;
  std::vector<std::pair<int, int32_t>> m_whitePerPicture;
  size_t m_cells = 0;
  size_t m_pictures = 0;
  ReportSection m_section;
  PictureSheet m_sheet{
      "vq_model", "Reconstructions", "Original and reconstruction, the first pictures in order.", 4, {}};
};

}  // namespace

Result<ReportSection> judgeVqModel(EvalContext& context) {
  return VqJudge(context).run();
}

}  // namespace unmask
