// Names for files people will look for later.
#pragma once

#include <QString>
#include <cstdint>

namespace unmask {

/// "a red apple 12345.png": the prompt's beginning without anything a file system, a shell or another desktop
/// trips over, never empty, hidden or a path; at most about 70 characters.
QString suggestedFileName(const QString& prompt, uint64_t seed);

/// `path` with ".png" at its end, unless it has that already.
QString withPngSuffix(const QString& path);

/// The same for any suffix, given without its dot.
QString withSuffix(const QString& path, const QString& suffix);

/// `path`, or the first of "name (2).png", "name (3).png", … that does not exist.
QString unusedPath(const QString& path);

}  // namespace unmask
