/** Whether WebAssembly here has relaxed SIMD, which the setting `arithmetic` can ask for. Not every browser has it. */

/** A module with one function, `f32x4.relaxed_madd` of three zeros. */
const PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0],
  ...[65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11],
);

export const hasRelaxedSimd = () => globalThis.WebAssembly?.validate(PROBE) ?? false;
