# Every outside dependency is found here, once.

find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(OpenCV REQUIRED COMPONENTS core imgproc imgcodecs)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SENTENCEPIECE REQUIRED IMPORTED_TARGET sentencepiece)
find_package(OpenSSL REQUIRED)  # libcrypto: SHA-256 of model files
pkg_check_modules(PNG REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(RSVG REQUIRED IMPORTED_TARGET librsvg-2.0)
find_package(SQLiteCpp REQUIRED)  # project files and the history; brings SQLite::SQLite3

find_package(Torch REQUIRED)
# Torch's flags go to the one library that includes its headers; as system headers, so that our warnings stay ours.
add_library(unmask_torch INTERFACE)
target_link_libraries(unmask_torch INTERFACE ${TORCH_LIBRARIES})
target_include_directories(unmask_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
separate_arguments(UNMASK_TORCH_FLAGS UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(unmask_torch INTERFACE ${UNMASK_TORCH_FLAGS})

if(UNMASK_BUILD_UI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Svg)
endif()
if(UNMASK_BUILD_TESTS)
  find_package(GTest REQUIRED)
  if(UNMASK_BUILD_UI)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  endif()
endif()
