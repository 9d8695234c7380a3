# The module that the page's worker loads: engine.js, engine.wasm and the type declarations of the bindings; and
# engine-relaxed.wasm, which engine.js runs just as well.
file(GLOB binding_sources CONFIGURE_DEPENDS cpp/bindings/*.cpp)
if(NOT binding_sources)
  return()
endif()

set(engine_folder ${CMAKE_CURRENT_SOURCE_DIR}/web/engine/generated)
file(MAKE_DIRECTORY ${engine_folder})

add_library(bindings OBJECT ${binding_sources})
target_link_libraries(bindings PUBLIC rnn PRIVATE rnn_warnings)
target_compile_options(bindings PRIVATE -flto)
target_precompile_headers(bindings PRIVATE <emscripten/bind.h> <emscripten/val.h> <rnn/types.h>)
add_executable(engine)
target_link_libraries(engine PRIVATE bindings)
add_executable(engine-relaxed)
target_link_libraries(engine-relaxed PRIVATE bindings rnn_relaxed)
set_target_properties(engine engine-relaxed PROPERTIES
  LINKER_LANGUAGE CXX
  LINK_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cpp/bindings/embind-library.js
  # --emit-tsd starts tsc, which is one of the project's npm packages.
  RULE_LAUNCH_LINK "\"${CMAKE_COMMAND}\" -E env --modify \"PATH=path_list_prepend:${CMAKE_CURRENT_SOURCE_DIR}/node_modules/.bin\"")
set(engine_link_options
  ${RNN_WASM_RUNTIME}
  -lembind
  # What each browser has by now, without a decoder of our own.
  -sTEXTDECODER=2
  --no-entry
  -sMODULARIZE
  -sEXPORT_ES6
  # Not node: its branch would make bundlers look for node's modules. web/engine/load.js instantiates everywhere.
  -sENVIRONMENT=web,worker
  # No eval, so that the module runs under a content security policy.
  -sDYNAMIC_EXECUTION=0
  -sFILESYSTEM=0
  # All that web/engine/load.js passes.
  -sINCOMING_MODULE_JS_API=instantiateWasm)
# It knows the inside of embind's script, which changes from version to version.
if(EMSCRIPTEN_VERSION VERSION_EQUAL 3.1.69)
  list(APPEND engine_link_options --js-library ${CMAKE_CURRENT_SOURCE_DIR}/cpp/bindings/embind-library.js)
endif()
target_link_options(engine PRIVATE ${engine_link_options} --emit-tsd=engine.d.ts)
target_link_options(engine-relaxed PRIVATE ${engine_link_options})

# Linked in the build folder and copied when whole: emcc writes its files in several passes, and whoever loads the engine
# meanwhile would meet half of it.
find_program(RNN_NODE node REQUIRED NO_CMAKE_FIND_ROOT_PATH)
set(linked ${CMAKE_CURRENT_BINARY_DIR}/engine)
add_custom_command(TARGET engine POST_BUILD
  COMMAND ${RNN_NODE} ${CMAKE_CURRENT_SOURCE_DIR}/web/scripts/minify.mjs ${linked}.js ${linked}.min.js
  COMMAND ${CMAKE_COMMAND} -E copy_if_different ${linked}.min.js ${engine_folder}/engine.js
  COMMAND ${CMAKE_COMMAND} -E copy_if_different ${linked}.wasm ${linked}.d.ts ${engine_folder})

# Only the WebAssembly of the second one is kept, so its script has to be the same.
set(relaxed_folder ${CMAKE_CURRENT_BINARY_DIR}/relaxed)
set_target_properties(engine-relaxed PROPERTIES OUTPUT_NAME engine RUNTIME_OUTPUT_DIRECTORY ${relaxed_folder})
add_dependencies(engine-relaxed engine)
add_custom_command(TARGET engine-relaxed POST_BUILD
  COMMAND ${CMAKE_COMMAND} -E compare_files ${relaxed_folder}/engine.js ${linked}.js
  COMMAND ${CMAKE_COMMAND} -E copy_if_different ${relaxed_folder}/engine.wasm ${engine_folder}/engine-relaxed.wasm)
