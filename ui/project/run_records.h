// Between the pictures of the window and the runs of a project. Any thread.
#pragma once

#include <memory>

#include "core/doc/pixel_mask.h"
#include "core/project/project_values.h"
#include "ui/picture.h"
#include "ui/project/project_messages.h"

namespace unmask {

/// The pixels alone; they live as long as the picture.
SharedPicture pixelsOf(const PicturePtr& picture);

// Edits by hand that are one branch share a job, which is marked as theirs.
std::string editJob(const std::string& job);
bool isEditJob(const std::string& job);

ProjectRun recordOf(const HeldRecord& held);
/// Null when the run holds no whole trace.
std::shared_ptr<const HeldRecord> heldRecordOf(const ProjectRun& run);

/// Null when the picture was not recorded.
std::shared_ptr<const Trace> traceOf(const Picture& picture);

/// A picture as it came out of the run, but for the pictures in between, which are not kept. `run` has a
/// result.
PicturePtr pictureOf(const ProjectRun& run);
/// One nobody knows the run of.
PicturePtr pictureOf(const SharedPicture& pixels);

/// Grey, 255 = painted, and back; a mask of another size than `width` by `height` is scaled to it.
SharedPicture greyOf(const PixelMask& mask);
PixelMask maskOf(const SharedPicture& grey, int width, int height);

}  // namespace unmask
