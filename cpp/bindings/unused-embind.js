// Emscripten reads this when it links the engine: parts of embind that always come along and that no binding uses.

addToLibrary({
  // std::wstring, std::u16string and std::u32string.
  _embind_register_std_wstring__deps: [],
  _embind_register_std_wstring: () => {},
});
