// The readers behind importedSettings(), one for each program, and what they share. Internal.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/io/imported_settings.h"

namespace unmask {

std::optional<ImportedSettings> fromA1111(const std::string& parameters);
std::optional<ImportedSettings> fromSwarmUi(const std::string& parameters);
std::optional<ImportedSettings> fromInvokeAi(const std::string& metadata);
std::optional<ImportedSettings> fromComfyUi(const std::string& promptGraph);
std::optional<ImportedSettings> fromComfyUiWorkflow(const std::string& workflow);

/// An object within the bounds; nullopt for anything else. NaN and infinities outside of texts, which
/// Python's json writes, are read as null.
std::optional<nlohmann::json> importedJson(const std::string& text);

/// Cut at 1 MiB, made valid UTF-8.
std::string importedText(std::string_view text);

// Numbers out of range are none. JSON numbers may stand as texts, too.
std::optional<uint64_t> seedFrom(std::string_view text);
std::optional<int> integerFrom(std::string_view text, int least, int most);
std::optional<float> numberFrom(std::string_view text, float least, float most);
/// A scalar as the text it would be in a file; empty for null, arrays and objects.
std::string scalarText(const nlohmann::json& value);

void setSteps(ImportedSettings& settings, std::string_view text);
void setGuidance(ImportedSettings& settings, std::string_view text);
void setStrength(ImportedSettings& settings, std::string_view text);
void setSize(ImportedSettings& settings, std::string_view width, std::string_view height);
/// Nothing for an empty value, or once there are too many.
void addRest(ImportedSettings& settings, std::string_view key, std::string_view value);

/// Says anything at all.
bool saysAnything(const ImportedSettings& settings);

}  // namespace unmask
