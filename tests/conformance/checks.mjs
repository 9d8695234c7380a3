// Small checks on parsed JSON. Each takes the place of a value in the file ("model.hiddenSize") and
// notes there what is wrong, so that one run names every mistake of a file, not only the first.

/** Thrown for a file that is not a valid case; `problems` are lines "FIELD: WHY". */
export class InvalidCase extends Error {
  /** @param {string[]} problems */
  constructor(problems) {
    super(problems.join('\n'));
    this.name = 'InvalidCase';
    this.problems = problems;
  }
}

/** Collects what is wrong with one file. */
export class Problems {
  /** @type {string[]} */
  list = [];

  /**
   * @param {string} path where in the file
   * @param {string} reason
   */
  add(path, reason) {
    this.list.push(`${path}: ${reason}`);
  }

  /** Ends the validation here if anything was wrong so far: later checks build on these values. */
  throwIfAny() {
    if (this.list.length > 0) throw new InvalidCase(this.list);
  }
}

/**
 * What a value is, in a few words, for "expected …, got …".
 * @param {unknown} value
 * @returns {string}
 */
export function describe(value) {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (value !== null && typeof value === 'object') return 'an object';
  return JSON.stringify(value);
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/**
 * @param {Problems} problems
 * @param {string} path
 * @param {unknown} value
 * @returns {Record<string, unknown>} the object, or an empty one after noting that it is none
 */
export function object(problems, path, value) {
  if (isObject(value)) return value;
  problems.add(path, `expected an object, got ${describe(value)}`);
  return {};
}

/**
 * @template {string} T
 * @param {Problems} problems
 * @param {string} path
 * @param {unknown} value
 * @param {readonly T[]} choices
 * @returns {T} the value, or the first choice after noting that it is none of them
 */
export function choice(problems, path, value, choices) {
  const found = choices.find((one) => one === value);
  if (found === undefined) {
    problems.add(path, `expected one of ${choices.join(', ')}, got ${describe(value)}`);
  }
  return found ?? choices[0];
}

/**
 * @param {Problems} problems
 * @param {string} path
 * @param {unknown} value
 * @param {number} minimum
 * @param {number} [maximum]
 * @returns {number} the value, or `minimum` after noting what is wrong
 */
export function integer(problems, path, value, minimum, maximum = Number.MAX_SAFE_INTEGER) {
  if (Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum) {
    return Number(value);
  }
  const range = maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `in ${minimum}..${maximum}`;
  problems.add(path, `expected an integer ${range}, got ${describe(value)}`);
  return minimum;
}

/**
 * @param {Problems} problems
 * @param {string} path
 * @param {unknown} value
 * @param {{above?: number, minimum?: number, below?: number}} [range]
 * @returns {number} the value, or NaN after noting what is wrong
 */
export function number(problems, path, value, { above, minimum, below } = {}) {
  const limits = [];
  if (above !== undefined) limits.push(`above ${above}`);
  if (minimum !== undefined) limits.push(`of at least ${minimum}`);
  if (below !== undefined) limits.push(`below ${below}`);
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value > (above ?? -Infinity) &&
    value >= (minimum ?? -Infinity) &&
    value < (below ?? Infinity);
  if (fits) return value;
  const wanted = ['a finite number', limits.join(' and ')].filter(Boolean).join(' ');
  problems.add(path, `expected ${wanted}, got ${describe(value)}`);
  return NaN;
}

/**
 * @param {Problems} problems
 * @param {string} path
 * @param {unknown} value
 * @returns {boolean}
 */
export function boolean(problems, path, value) {
  if (typeof value !== 'boolean') {
    problems.add(path, `expected true or false, got ${describe(value)}`);
  }
  return value === true;
}

/**
 * Refuses a field that could change what the case means. One that is null, false or 0 says that
 * something is off, which it is anyway.
 * @param {Problems} problems
 * @param {string} path of the object
 * @param {Record<string, unknown>} value
 * @param {readonly string[]} known names of the fields it may have
 */
export function onlyKnown(problems, path, value, known) {
  for (const [field, content] of Object.entries(value)) {
    if (known.includes(field) || content === null || content === false || content === 0) continue;
    problems.add(`${path}.${field}`, `unknown field; expected only ${known.join(', ')}`);
  }
}

/**
 * The shape that nested lists seem to have, read along the first elements.
 * @param {unknown} value
 * @returns {number[]}
 */
function apparentShape(value) {
  return Array.isArray(value) ? [value.length, ...apparentShape(value[0])] : [];
}

/**
 * Nested lists of finite numbers as one flat array, row-major.
 * @param {Problems} problems
 * @param {string} path
 * @param {unknown} value
 * @param {readonly number[]} shape
 * @returns {Float64Array} product of `shape` numbers (zeros after noting what is wrong)
 */
export function tensor(problems, path, value, shape) {
  const flat = new Float64Array(shape.reduce((size, extent) => size * extent, 1));
  const got = apparentShape(value);
  if (got.join('x') !== shape.join('x')) {
    const seen = Array.isArray(value) ? got.join('x') : describe(value);
    problems.add(path, `expected ${shape.join('x')}, got ${seen}`);
    return flat;
  }
  let filled = 0;
  /** @type {(part: unknown, depth: number, at: string) => void} */
  const fill = (part, depth, at) => {
    if (depth === shape.length) {
      flat[filled++] = number(problems, at, part);
    } else if (!Array.isArray(part) || part.length !== shape[depth]) {
      const wanted = `a list of ${shape[depth]}`;
      problems.add(at, `expected ${wanted} (${shape.join('x')} in all), got ${describe(part)}`);
    } else {
      for (const [index, element] of part.entries()) fill(element, depth + 1, `${at}[${index}]`);
    }
  };
  fill(value, 0, path);
  return flat;
}
