#!/bin/sh
# Builds every fuzz target with clang, ASan and UBSan and runs each for some seconds, starting from the committed seeds
# and past findings. Fails on the first finding; the input that shows it is then in <build folder>/findings.
#
#   tests/fuzz/run.sh [seconds per target, default 300] [target …, default all]
#
# UNMASK_FUZZ_BUILD names the build folder (default build-fuzz). What a run learns is kept there in learned/ for the next
# one. A new finding belongs, made small with `<target> -minimize_crash=1`, into tests/fuzz/regressions/<target>/.
set -eu

seconds=${1:-300}
[ $# -gt 0 ] && shift
source_dir=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
build_dir=${UNMASK_FUZZ_BUILD:-$source_dir/build-fuzz}
targets=${*:-fuzz_safetensors fuzz_png_metadata fuzz_tokenizer fuzz_config fuzz_image fuzz_project fuzz_import fuzz_adapter}

cmake -S "$source_dir" -B "$build_dir" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER=clang++ \
  -DUNMASK_SANITIZE=address,undefined -DUNMASK_BUILD_FUZZERS=ON -DUNMASK_BUILD_UI=OFF >"${TMPDIR:-/tmp}/fuzz-cmake.log" \
  || { cat "${TMPDIR:-/tmp}/fuzz-cmake.log"; exit 1; }
# shellcheck disable=SC2086
cmake --build "$build_dir" --target $targets

# OpenCV prints every picture it cannot decode; glib-free leaks are ours, so leak checking stays on.
export OPENCV_LOG_LEVEL=SILENT
export UBSAN_OPTIONS=print_stacktrace=1
mkdir -p "$build_dir/findings"
for target in $targets; do
  learned=$build_dir/learned/$target
  mkdir -p "$learned"
  set -- "$learned"
  for seeds in corpus regressions; do
    if [ -d "$source_dir/tests/fuzz/$seeds/$target" ]; then set -- "$@" "$source_dir/tests/fuzz/$seeds/$target"; fi
  done
  dictionary=$source_dir/tests/fuzz/$target.dict
  if [ -f "$dictionary" ]; then set -- "-dict=$dictionary" "$@"; fi
  log=$build_dir/findings/$target.log
  printf '%s: %s seconds … ' "$target" "$seconds"
  if "$build_dir/bin/$target" -max_total_time="$seconds" -max_len=16384 -timeout=20 -rss_limit_mb=2048 \
    -artifact_prefix="$build_dir/findings/$target-" -print_final_stats=1 "$@" >"$log" 2>&1; then
    printf '%s inputs tried, nothing found\n' "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
  else
    printf 'a finding:\n'
    tail -n 60 "$log"
    exit 1
  fi
done
