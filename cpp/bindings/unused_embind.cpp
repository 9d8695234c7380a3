// What embind would take from the C library for the case that a binding uses a type that nobody registered: to write
// the type's address into an error message it calls sprintf, whose code would be four kilobytes of the engine. Such a
// binding fails at the first call, with or without the address.

extern "C" int siprintf(char* text, const char* /*format*/, ...) {
  *text = '\0';
  return 0;
}
