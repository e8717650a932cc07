// The enumerations of a request as they are spelled in files and on the command line.
#pragma once

#include <optional>
#include <string_view>

#include "core/doc/generation_request.h"

namespace unmask {

std::string_view nameOf(JobKind kind);           ///< generate, inpaint, vary
std::string_view nameOf(MaskSchedule schedule);  ///< cosine, linear
std::string_view nameOf(RevealOrder order);      ///< confidence, halton, random, raster
std::string_view nameOf(ComputeType type);       ///< fp32, bf16

/// The reverse; nullopt for any other text.
std::optional<JobKind> jobKindNamed(std::string_view name);
std::optional<MaskSchedule> maskScheduleNamed(std::string_view name);
std::optional<RevealOrder> revealOrderNamed(std::string_view name);
std::optional<ComputeType> computeTypeNamed(std::string_view name);

}  // namespace unmask
