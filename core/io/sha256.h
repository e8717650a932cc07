// SHA-256, by which pictures, models and adapters are told apart by their content.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace unmask {

/// One digest; throws std::bad_alloc where there is no memory for it.
class Sha256 {
 public:
  using Digest = std::array<std::byte, 32>;

  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& add(std::span<const std::byte> bytes);
  Sha256& add(std::string_view text);
  /// The file's bytes, read piece by piece. False when they cannot be read; the digest is of no use then.
  bool addFile(const std::filesystem::path& path);

  /// Of all that was added; nothing is added after it.
  Digest finish();
  /// The same as "sha256:" and 64 hexadecimal digits.
  std::string finishAsText();

 private:
  struct Context;
  std::unique_ptr<Context> m_context;
};

}  // namespace unmask
