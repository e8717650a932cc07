// Networks as shapes alone.
#pragma once

#include <ATen/core/LegacyTypeDispatch.h>
#include <c10/core/impl/LocalDispatchKeySet.h>

namespace unmask::test {

/// While one lives, tensors that this thread makes have a shape and a type but no memory (the meta device),
/// so that a network of 600 million parameters is built in milliseconds. Modules take no device in their
/// constructors; this puts Torch's key for tests in front of every operator (shape_only.cpp) and sends the
/// one that allocates elsewhere.
class ShapeOnly {
 private:
  c10::impl::IncludeDispatchKeyGuard m_guard{c10::DispatchKey::TESTING_ONLY_GenericMode};
};

}  // namespace unmask::test
