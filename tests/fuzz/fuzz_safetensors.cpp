#include "core/io/safetensors.h"
#include "core/io/safetensors_index.h"
#include "tests/fuzz/targets.h"

namespace unmask::fuzz {

namespace {

void checkFile(Bytes input) {
  const auto file = SafetensorsFile::parse(input, "input");
  if (!file) {
    require(file.error().file == "input" && !file.error().text().empty(), "errors name the file");
    return;
  }
  size_t covered = 0;
  for (const TensorView& tensor : file->tensors()) {
    require(tensor.elementCount() >= 0, "counts are not negative");
    require(static_cast<size_t>(tensor.elementCount()) * byteSize(tensor.type) == tensor.bytes.size(),
            "shape and type match the bytes");
    require(tensor.bytes.data() >= input.data() &&
                tensor.bytes.data() + tensor.bytes.size() <= input.data() + input.size(),
            "tensors lie inside the file");
    require(file->find(tensor.name) == &tensor, "names are unique");
    covered += tensor.bytes.size();
    unsigned sum = 0;
    for (const std::byte b : tensor.bytes) sum += std::to_integer<unsigned>(b);
    require(sum <= 255 * tensor.bytes.size(), "every byte can be read");
  }
  require(covered < input.size(), "tensors do not overlap");
}

void checkIndex(Bytes input) {
  const auto index = parseSafetensorsIndex(std::string(textOf(input)), "input");
  if (!index) return;
  for (const auto& [tensor, file] : *index) {
    require(!file.empty() && file != "." && file != ".." && file.find('/') == std::string::npos,
            "shards lie beside their index");
  }
}

}  // namespace

void safetensors(Bytes input) {
  checkFile(input);
  checkIndex(input);
}

}  // namespace unmask::fuzz
