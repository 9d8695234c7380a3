# Finds an Emscripten and hands over to its own CMake toolchain file:
# the one that cpp/toolchain unpacked into .toolchain/, else the one on PATH (emsdk, Homebrew, a distribution's).
set(emscripten_root ${CMAKE_CURRENT_LIST_DIR}/../../../.toolchain/emscripten)
if(NOT EXISTS ${emscripten_root}/emcc)
  find_program(EM_CONFIG_PROGRAM em-config)
  if(NOT EM_CONFIG_PROGRAM)
    message(FATAL_ERROR "No Emscripten: run `npm start`, or put emcc 3.1.69 or newer on PATH (emsdk, Homebrew).")
  endif()
  execute_process(COMMAND ${EM_CONFIG_PROGRAM} EMSCRIPTEN_ROOT
    OUTPUT_VARIABLE emscripten_root OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endif()
file(REAL_PATH ${emscripten_root} emscripten_root)
include(${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake)
