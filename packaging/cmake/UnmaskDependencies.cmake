# Every outside dependency is found here, once.

find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(OpenCV REQUIRED COMPONENTS core imgproc imgcodecs videoio)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SENTENCEPIECE REQUIRED IMPORTED_TARGET sentencepiece)
find_package(OpenSSL REQUIRED)  # libcrypto: SHA-256 of model files
pkg_check_modules(PNG REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(WEBP REQUIRED IMPORTED_TARGET libwebpmux libwebpdemux libwebp)
find_package(GIF REQUIRED)
pkg_check_modules(RSVG REQUIRED IMPORTED_TARGET librsvg-2.0)
find_package(SQLiteCpp REQUIRED)  # project files and the history; brings SQLite::SQLite3

find_package(Torch REQUIRED)
# Torch's flags go to the one library that includes its headers; as system headers, so that our warnings stay ours.
add_library(unmask_torch INTERFACE)
target_link_libraries(unmask_torch INTERFACE ${TORCH_LIBRARIES})
target_include_directories(unmask_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
separate_arguments(UNMASK_TORCH_FLAGS UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(unmask_torch INTERFACE ${UNMASK_TORCH_FLAGS})
# All that is compiled with Torch's headers shares precompiled ones, and some of it goes into the engine's module.
target_compile_options(unmask_torch INTERFACE -fPIC -fno-semantic-interposition)
# Without OpenMP, at::parallel_for in our own sources would run on one thread. The runtime must be the one Torch has: the
# wheel and the zip bring theirs, and with a second one there would be two pools of threads. Clang's runtime is another
# one again, so its builds, which are for sanitizers, stay serial in our own loops.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  file(GLOB UNMASK_GOMP ${TORCH_INSTALL_PREFIX}/lib/libgomp-*.so*)
  if(NOT UNMASK_GOMP)
    set(UNMASK_GOMP gomp)
  endif()
  target_compile_options(unmask_torch INTERFACE -fopenmp)
  target_link_libraries(unmask_torch INTERFACE ${UNMASK_GOMP})
endif()
# Debian's Torch runs its own loops on OpenMP threads, and its default OpenBLAS brings a second pool. Threads of both spin
# while they wait, and where each pool has as many as there are cores, they keep each other from working: five times as
# long for a picture. The OpenMP build of OpenBLAS shares Torch's pool. Which build a system takes by default is not ours to
# change, so our programs name its folder; DT_RPATH, unlike DT_RUNPATH, also counts for what the libraries need. The studio
# must name it too: OpenCV brings an OpenBLAS in at its start, and Torch, which comes later, gets the one that is there.
add_library(unmask_blas INTERFACE)
target_link_libraries(unmask_torch INTERFACE unmask_blas)
set(UNMASK_TORCH_IS_DEBIANS OFF)
if(TORCH_LIBRARY MATCHES "^/usr/lib/" OR "${TORCH_LIBRARIES}" MATCHES "/usr/lib/")
  set(UNMASK_TORCH_IS_DEBIANS ON)
endif()
if(UNMASK_TORCH_IS_DEBIANS)
  find_library(UNMASK_OPENBLAS NAMES libopenblas.so.0 PATHS /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/openblas-openmp NO_DEFAULT_PATH)
  if(UNMASK_OPENBLAS)
    cmake_path(GET UNMASK_OPENBLAS PARENT_PATH UNMASK_OPENBLAS_DIR)
    target_link_options(unmask_blas INTERFACE "LINKER:--disable-new-dtags,-rpath,${UNMASK_OPENBLAS_DIR}")
  else()
    message(WARNING "OpenBLAS with OpenMP (libopenblas0-openmp) is not installed: pictures will take several times as long.")
  endif()
endif()

# Training in several processes runs on LibTorch's c10d, whose headers include Gloo's: those Torch was built with, which
# are beside its own or, for Debian's Torch, Debian's. Without them the programs are built all the same and say so.
find_path(UNMASK_GLOO_INCLUDE gloo/context.h PATHS ${TORCH_INCLUDE_DIRS} NO_DEFAULT_PATH)
if(UNMASK_TORCH_IS_DEBIANS)
  find_path(UNMASK_GLOO_INCLUDE gloo/context.h)
  find_library(UNMASK_GLOO gloo)
endif()
if(NOT UNMASK_GLOO_INCLUDE)
  message(STATUS "Gloo's headers (libgloo-dev) are not there: training in several processes is left out.")
endif()

if(UNMASK_BUILD_UI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Svg DBus)
  find_program(UNMASK_LRELEASE NAMES lrelease HINTS /usr/lib/qt6/bin REQUIRED DOC "Qt's compiler of translations")
endif()
if(UNMASK_BUILD_TESTS)
  find_package(GTest REQUIRED)
  if(UNMASK_BUILD_UI)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  endif()
endif()
if(UNMASK_BUILD_BENCHMARKS)
  find_package(benchmark REQUIRED)
endif()
