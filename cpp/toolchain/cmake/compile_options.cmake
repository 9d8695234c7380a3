# Options of every translation unit, ours and GoogleTest's alike: mixing would break the one-definition rule.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# Where there is a ccache, it also serves other checkouts of the same sources.
find_program(RNN_CCACHE ccache NO_CMAKE_FIND_ROOT_PATH)
if(RNN_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_CURRENT_SOURCE_DIR} CCACHE_NOHASHDIR=1)
  if(EMSCRIPTEN)
    # em++ is a script around the compiler, which it starts through this program.
    list(APPEND CMAKE_CXX_COMPILER_LAUNCHER EM_COMPILER_WRAPPER=${RNN_CCACHE})
  else()
    list(APPEND CMAKE_CXX_COMPILER_LAUNCHER ${RNN_CCACHE})
  endif()
endif()

# A fused multiply-add rounds once where the source rounds twice; without it every build computes the same numbers.
add_compile_options(-ffp-contract=off)
# Nobody reads the errno that a root of a negative number would set; without it the compiler takes four roots at once.
add_compile_options(-fno-math-errno)

# Emscripten's default stack of 64 KB overflows silently inside Eigen's products.
set(RNN_WASM_RUNTIME -sSTACK_SIZE=1MB -sALLOW_MEMORY_GROWTH -sMALLOC=emmalloc -sSUPPORT_LONGJMP=0)

if(EMSCRIPTEN)
  # Eigen gets its four-wide packets through Emscripten's SSE headers, hence both SIMD flags.
  # Bulk memory: a memset and a memcpy are one instruction.
  add_compile_options(-msimd128 -msse4.2 -mbulk-memory -fno-exceptions -fno-rtti)
  # Without run-time type information embind cannot name a type that nobody registered.
  add_compile_definitions(EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
  # Small where speed does not matter: CMakeLists.txt names the files where it does. Linked with -Oz, Emscripten takes a C
  # library without tables of logarithms. Its memset and memcpy go byte by byte, but ours are instructions (bulk memory).
  string(REPLACE "-O3" "-Oz" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
  add_link_options(-Oz -fno-exceptions -fno-rtti)
  # What is compiled with -flto is optimized once more when it is linked, where it is seen what is never called; that must
  # not undo what kept the objects small.
  add_link_options("SHELL:-Wl,-mllvm,-inline-threshold=0,-mllvm,-unroll-runtime=0,-mllvm,-unroll-allow-partial=0"
    "SHELL:-Wl,-mllvm,-vectorize-loops=0,-mllvm,-vectorize-slp=0")
endif()

if(RNN_SANITIZE)
  set(sanitizers -fsanitize=address,undefined)
  add_compile_options(${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(${sanitizers})
endif()

add_library(rnn_warnings INTERFACE)
target_compile_options(rnn_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # GCC gives these after inlining, where they are wrong in Eigen and in its own std::string (bug 105651).
  target_compile_options(rnn_warnings INTERFACE
    -Wno-array-bounds -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
endif()
