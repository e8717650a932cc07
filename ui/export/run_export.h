// A recorded run as files for other people: one step, all of them on a sheet, moving, or as numbers.
#pragma once

#include <filesystem>

#include "core/base/image_buffer.h"
#include "core/base/result.h"
#include "core/film/film.h"
#include "ui/picture.h"

namespace unmask {

enum class ExportWhat { Picture, Step, Sheet, Film, Trace };

/// What goes into a file. `picture` may be null where `recording` is not needed and the other way round.
struct ExportJob {
  ExportWhat what = ExportWhat::Picture;
  FilmFormat format = FilmFormat::Png;  ///< of a film
  int position = 0;                     ///< the recording's index of a step
  int scale = 1;                        ///< 1 or 2
  int millisecondsAStep = 250;
  int millisecondsOfLast = 1500;
  bool hasMetadata = true;
  PicturePtr picture;
  RecordingPtr recording;
  GenerationRequest request;  ///< what made the recording
};

/// What made that which is exported: of a picture its own, of a run's steps the run's.
const GenerationRequest& requestOf(const ExportJob& job);
/// Without its dot.
std::string suffixOf(const ExportJob& job);
/// Whether such a file can say how it was made, and that is known.
bool canHoldMetadata(const ExportJob& job);

/// One moment as an RGB picture: what the model intended, the cells that were still hidden veiled. Before the
/// first step what it started from, or grey. Empty when the recording has no pictures.
ImageBuffer momentPicture(const Recording& recording, int position);

/// The moments a sheet or a film shows, first and last among them; of long runs an even choice of 64.
std::vector<int> shownMoments(const Recording& recording);

/// Those moments in rows from left to right, a thin gap between them, about as wide as high.
ImageBuffer contactSheet(const Recording& recording);

/// Writes whole or not at all. Usage error when there is nothing to write; else as saveFilm, savePng and
/// writeTraceFile. Any thread; blocking.
Result<void> runExport(const ExportJob& job, const std::filesystem::path& path,
                       const FilmProgress& progress = {});

}  // namespace unmask
