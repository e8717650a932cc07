#include "core/io/sha256.h"

#include <openssl/evp.h>

#include <fstream>
#include <new>
#include <vector>

namespace unmask {

struct Sha256::Context {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> evp{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Sha256::Sha256() : m_context(std::make_unique<Context>()) {
  if (!m_context->evp || EVP_DigestInit_ex(m_context->evp.get(), EVP_sha256(), nullptr) != 1)
    throw std::bad_alloc();
}

Sha256::~Sha256() = default;

Sha256& Sha256::add(std::span<const std::byte> bytes) {
  EVP_DigestUpdate(m_context->evp.get(), bytes.data(), bytes.size());
  return *this;
}

Sha256& Sha256::add(std::string_view text) {
  return add(std::as_bytes(std::span(text)));
}

bool Sha256::addFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return false;
  std::vector<char> buffer(size_t{1} << 20);
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0)
    add(std::string_view(buffer.data(), static_cast<size_t>(in.gcount())));
  return !in.bad();
}

Sha256::Digest Sha256::finish() {
  Digest digest{};
  EVP_DigestFinal_ex(m_context->evp.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  return digest;
}

std::string Sha256::finishAsText() {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text = "sha256:";
  for (const std::byte value : finish()) {
    text += kHex[std::to_integer<size_t>(value >> 4)];
    text += kHex[std::to_integer<size_t>(value & std::byte{15})];
  }
  return text;
}

}  // namespace unmask
