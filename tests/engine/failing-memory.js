/**
 * The shipped engine.wasm with one thing changed: its malloc fails when it is told to. operator new and Eigen call it, and so does
 * embind. Besides, the memory may be given a lower maximum, at which the engine's own growing of it fails.
 *
 * The bytes are changed here, not the sources, so that what is tested is the code that is delivered. The format is that of the
 * WebAssembly core specification, chapter 5: sections of a number, a length and contents; integers in LEB128.
 */
import { readFileSync } from 'node:fs';

/** The exported global that counts allocations down: at 0 one fails, and it goes on from -1. */
const COUNTDOWN = 'allocationsLeft';
const PAGE_BYTES = 65_536;
const SECTION = { import: 2, function: 3, memory: 5, global: 6, export: 7, code: 10 };
const KIND = { function: 0, global: 3 };

/** @param {number} value ≥ 0 @returns {number[]} */
const unsigned = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]);

class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  unsigned() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  /** @param {number} count */
  take(count) {
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  name() {
    return Buffer.from(this.take(this.unsigned())).toString();
  }

  /** Of a memory or a table: whether there is a maximum, the minimum, and that maximum. */
  limits() {
    const hasMaximum = this.unsigned();
    const minimum = this.unsigned();
    if (hasMaximum) this.unsigned();
    return { minimum };
  }
}

/** @param {Uint8Array} wasm @returns {{ id: number, content: Uint8Array }[]} */
function sectionsOf(wasm) {
  const reader = new Reader(wasm, 8);
  const sections = [];
  while (reader.at < wasm.length) {
    const id = reader.take(1)[0];
    sections.push({ id, content: reader.take(reader.unsigned()) });
  }
  return sections;
}

/** How many functions and globals are imported: they have the first numbers. @param {Uint8Array} content */
function importedIn(content) {
  const reader = new Reader(content);
  const counts = { functions: 0, globals: 0 };
  for (let left = reader.unsigned(); left > 0; left--) {
    reader.name();
    reader.name();
    const kind = reader.take(1)[0];
    if (kind !== KIND.function && kind !== KIND.global) throw new Error(`an import of kind ${kind}: not read here`);
    if (kind === KIND.function) {
      reader.unsigned();
      counts.functions++;
    } else {
      reader.take(2);
      counts.globals++;
    }
  }
  return counts;
}

/** Runs the constructors of C++, among them the heap's: the one function without parameters. @param {WebAssembly.Exports} exports */
function begin(exports) {
  for (const one of Object.values(exports)) if (typeof one === 'function' && one.length === 0) one();
}

/** The exported function that gives memory. @param {WebAssembly.Module} module */
function nameOfMalloc(module) {
  const names = WebAssembly.Module.exports(module).filter(({ kind }) => kind === 'function');
  const found = names.filter(({ name }) => {
    const { exports } = new WebAssembly.Instance(module, idleImports(module));
    const one = /** @type {(size: number) => number} */ (exports[name]);
    try {
      begin(exports);
      const [first, second] = [one(100_000), one(100_000)];
      return first > 0 && second - first >= 100_000;
    } catch {
      return false; // free, of what was never given
    }
  });
  if (found.length !== 1) throw new Error(`malloc is one of ${found.map(({ name }) => name)}`);
  return found[0].name;
}

/** Imports of any kind that a module asks for. @param {WebAssembly.Module} module */
function idleImports(module) {
  /** @type {Record<string, Record<string, () => number>>} */
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = () => 0;
  }
  return imports;
}

/** @param {Uint8Array} content of the section of exports @param {string} wanted */
function indexOfExport(content, wanted) {
  const reader = new Reader(content);
  for (let left = reader.unsigned(); left > 0; left--) {
    const name = reader.name();
    reader.take(1);
    const index = reader.unsigned();
    if (name === wanted) return index;
  }
  throw new Error(`${wanted} is not exported`);
}

/** A section whose contents are a number of things, with one more. @param {Uint8Array} content @param {number[]} added */
function withOneMore(content, added) {
  const reader = new Reader(content);
  const count = reader.unsigned();
  return [...unsigned(count + 1), ...content.subarray(reader.at), ...added];
}

/** @param {Uint8Array} content of the section of code @param {number} index of a function in it @param {number[]} begin its first instructions */
function withInstructions(content, index, begin) {
  const reader = new Reader(content);
  const count = reader.unsigned();
  /** @type {Uint8Array[]} */
  const parts = [Uint8Array.from(unsigned(count))];
  for (let i = 0; i < count; i++) {
    const body = reader.take(reader.unsigned());
    if (i !== index) {
      parts.push(Uint8Array.from(unsigned(body.length)), body);
      continue;
    }
    const locals = new Reader(body);
    for (let left = locals.unsigned(); left > 0; left--) {
      locals.unsigned();
      locals.take(1);
    }
    const changed = [...body.subarray(0, locals.at), ...begin, ...body.subarray(locals.at)];
    parts.push(Uint8Array.from([...unsigned(changed.length), ...changed]));
  }
  return Buffer.concat(parts);
}

/**
 * @param {{ maxBytes?: number }} [options] maxBytes: of the memory, rounded to pages of 64 KiB; default: as it is
 * @returns {Promise<WebAssembly.Module>}
 */
export async function engineWithFailingMemory({ maxBytes } = {}) {
  const wasm = readFileSync(new URL('../../web/engine/generated/engine.wasm', import.meta.url));
  const shipped = await WebAssembly.compile(wasm);
  const sections = sectionsOf(wasm);
  const contentOf = (/** @type {number} */ id) =>
    /** @type {{ content: Uint8Array }} */ (sections.find((section) => section.id === id)).content;
  const imported = importedIn(contentOf(SECTION.import));
  const malloc = indexOfExport(contentOf(SECTION.export), nameOfMalloc(shipped));
  const countdown = imported.globals + new Reader(contentOf(SECTION.global)).unsigned();
  const number = unsigned(countdown);
  const nameBytes = [...Buffer.from(COUNTDOWN)];
  // if (!allocationsLeft--) return 0;
  const check = [
    0x23,
    ...number,
    0x23,
    ...number,
    0x41,
    1,
    0x6b,
    0x24,
    ...number,
    0x45,
    0x04,
    0x40,
    0x41,
    0,
    0x0f,
    0x0b,
  ];
  const changed = {
    [SECTION.global]: withOneMore(contentOf(SECTION.global), [0x7f, 1, 0x41, 0x7f, 0x0b]), // a variable i32, -1
    [SECTION.export]: withOneMore(contentOf(SECTION.export), [nameBytes.length, ...nameBytes, KIND.global, ...number]),
    [SECTION.code]: withInstructions(contentOf(SECTION.code), malloc - imported.functions, check),
    ...(maxBytes && {
      [SECTION.memory]: [
        ...[1, 1],
        ...unsigned(limitsOf(contentOf(SECTION.memory)).minimum),
        ...unsigned(Math.ceil(maxBytes / PAGE_BYTES)),
      ],
    }),
  };
  const parts = sections.map(({ id, content }) => {
    const bytes = changed[id] ?? content;
    return Buffer.concat([Uint8Array.from([id, ...unsigned(bytes.length)]), Uint8Array.from(bytes)]);
  });
  return WebAssembly.compile(Buffer.concat([wasm.subarray(0, 8), ...parts]));
}

/** @param {Uint8Array} content of the section of memories, of which there is one */
function limitsOf(content) {
  const reader = new Reader(content);
  reader.unsigned();
  return reader.limits();
}

/**
 * Allocations of the instance of such a module that was made last.
 *
 * @param {import('node:test').TestContext} t
 */
export function watchAllocations(t) {
  /** @type {WebAssembly.Instance | undefined} */
  let latest;
  const { instantiate } = WebAssembly;
  t.after(() => {
    WebAssembly.instantiate = instantiate;
  });
  // No mock of node:test: that keeps what it has returned, and thousands of instances with their memories are returned here.
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {WebAssembly.Module} */ module, /** @type {any} */ imports) => {
      const instance = await instantiate(module, imports);
      if (COUNTDOWN in instance.exports) latest = instance;
      return instance;
    }
  );
  const countdown = () =>
    /** @type {WebAssembly.Global} */ (/** @type {WebAssembly.Instance} */ (latest).exports[COUNTDOWN]);
  return {
    /** From now on the n-th fails, n from 1. @param {number} n */
    fail: (n) => {
      countdown().value = n - 1;
    },
    none: () => {
      countdown().value = -1;
    },
    /** Since the last `fail` or `none`: whether one has failed. */
    get hasFailed() {
      return countdown().value < 0;
    },
    /** Since `none`. */
    get count() {
      return -1 - countdown().value;
    },
  };
}
