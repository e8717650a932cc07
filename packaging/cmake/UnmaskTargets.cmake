# What every target of ours shares: warnings, sanitizers, include root.

find_program(UNMASK_MOLD mold)
find_program(UNMASK_CCACHE ccache)
if(UNMASK_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Without the sloppiness, ccache passes over everything that sees a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${UNMASK_CCACHE})
endif()

add_library(unmask_flags INTERFACE)
target_include_directories(unmask_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(unmask_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wno-unknown-pragmas)
if(UNMASK_WARNINGS_AS_ERRORS)
  target_compile_options(unmask_flags INTERFACE -Werror)
endif()
if(UNMASK_CCACHE)
  # Without these, ccache cannot reuse objects that were built with a precompiled header.
  target_compile_options(unmask_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()
if(UNMASK_MOLD)
  target_link_options(unmask_flags INTERFACE -fuse-ld=mold)
endif()
if(UNMASK_SANITIZE)
  target_compile_options(unmask_flags INTERFACE -fsanitize=${UNMASK_SANITIZE} -fno-omit-frame-pointer -g)
  target_link_options(unmask_flags INTERFACE -fsanitize=${UNMASK_SANITIZE})
endif()

# unmask_library(<name> SOURCES ... [PUBLIC deps] [PRIVATE deps]): a static library with the shared flags.
function(unmask_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC unmask_flags ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
endfunction()
