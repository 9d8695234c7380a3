# Eigen 5 and, for tests, GoogleTest. `npm start` and `npm test` put them where they are found here;
# whoever calls CMake by hand may have them installed, or lets CMake fetch the sources.
include(FetchContent)

set(private_toolchain ${CMAKE_CURRENT_SOURCE_DIR}/.toolchain)

# Header-only, so the host's copy also serves the WebAssembly build, whose find root is Emscripten's own.
find_package(Eigen3 5.0 QUIET CONFIG PATHS ${private_toolchain}/eigen NO_CMAKE_FIND_ROOT_PATH)
if(NOT Eigen3_FOUND)
  # Fetched under another name than Eigen's CMake project: only the headers are wanted, none of its tests.
  FetchContent_Declare(eigen_headers
    GIT_REPOSITORY https://gitlab.com/libeigen/eigen.git GIT_TAG 5.0.1 GIT_SHALLOW ON
    SOURCE_SUBDIR only-the-headers)
  FetchContent_MakeAvailable(eigen_headers)
  add_library(Eigen3::Eigen INTERFACE IMPORTED GLOBAL)
  target_include_directories(Eigen3::Eigen SYSTEM INTERFACE ${eigen_headers_SOURCE_DIR})
endif()
message(STATUS "Eigen: ${Eigen3_VERSION} ${Eigen3_DIR}")

# GoogleTest: the system's library, or its sources, which the WebAssembly build has to compile with its own flags:
# those that Debian ships beside the library, or those of a folder that is named, or fetched ones.
set(RNN_GOOGLETEST_SOURCE "" CACHE PATH "GoogleTest's source folder, if it is not to be looked for")
option(RNN_FETCH_GOOGLETEST "Fetch GoogleTest where it is not installed" OFF)

function(add_googletest_from_source folder)
  set(CMAKE_COMPILE_WARNING_AS_ERROR OFF)
  set(BUILD_GMOCK OFF)
  set(INSTALL_GTEST OFF)
  set(gtest_disable_pthreads ${EMSCRIPTEN})
  add_subdirectory(${folder} googletest EXCLUDE_FROM_ALL SYSTEM)
endfunction()

if(NOT EMSCRIPTEN AND NOT RNN_GOOGLETEST_SOURCE)
  find_package(GTest QUIET)
endif()
if(NOT TARGET GTest::gtest_main)
  set(googletest_source ${RNN_GOOGLETEST_SOURCE})
  if(NOT googletest_source AND EXISTS /usr/src/googletest/CMakeLists.txt)
    set(googletest_source /usr/src/googletest)
  endif()
  if(NOT googletest_source AND RNN_FETCH_GOOGLETEST)
    # Only fetched here: added like any other folder of sources, by the function above.
    FetchContent_Declare(googletest
      GIT_REPOSITORY https://github.com/google/googletest.git GIT_TAG v1.14.0 GIT_SHALLOW ON
      SOURCE_SUBDIR only-the-sources)
    FetchContent_MakeAvailable(googletest)
    set(googletest_source ${googletest_SOURCE_DIR})
  endif()
  if(googletest_source)
    add_googletest_from_source(${googletest_source})
  else()
    message(STATUS "GoogleTest not found: no tests. Install it, or pass -DRNN_FETCH_GOOGLETEST=ON.")
  endif()
endif()
