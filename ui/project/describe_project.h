// A project file as the window takes it over.
#pragma once

#include "core/base/result.h"
#include "core/project/project_file.h"
#include "ui/project/project_messages.h"

namespace unmask {

/// In the file thread, blocking.
Result<OpenedProject> describeProject(ProjectFile& project);

}  // namespace unmask
