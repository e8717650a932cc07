#include "core/io/png_metadata.h"
#include "tests/fuzz/targets.h"

namespace unmask::fuzz {

namespace {

constexpr size_t kMaxJsonBytes = 65536;  // keeps pictures inside requests small, and the fuzzer quick

void checkTexts(Bytes input) {
  const auto texts = readPngTexts(input, "input");
  if (!texts) {
    require(texts.error().kind == ErrorKind::BadInput, "a broken PNG is bad input");
    return;
  }
  const auto request = texts->find(kRequestKey);
  if (request != texts->end()) (void)requestFromJson(request->second, "input");
}

void checkRequest(Bytes input) {
  if (input.size() > kMaxJsonBytes) return;
  const auto request = requestFromJson(std::string(textOf(input)), "input");
  if (!request) return;
  const auto again = requestFromJson(requestToJson(*request), "written");
  require(again.ok() && *again == *request, "a request survives writing and reading");
  for (const auto& [key, text] : pngTextsFor(*request, 1, 1)) require(!key.empty(), "texts have keys");
}

}  // namespace

void pngMetadata(Bytes input) {
  checkTexts(input);
  checkRequest(input);
}

}  // namespace unmask::fuzz
