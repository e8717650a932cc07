// The text `lora_adapter_metadata` of an adapter file: PEFT's settings with the prefix "transformer.", ours
// with "unmask.".
#pragma once

#include <string>

#include "core/adapter/adapter_file.h"

namespace unmask {

inline constexpr char kAdapterMetadataKey[] = "lora_adapter_metadata";

std::string adapterMetadata(const AdapterInfo& info);
/// An empty text gives an empty AdapterInfo. Kinds of adapters that compute otherwise are Unsupported.
Result<AdapterInfo> parseAdapterMetadata(const std::string& text, const std::string& where);

}  // namespace unmask
