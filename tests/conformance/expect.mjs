// What a case may expect, and how what the engine gives is held against it.

import * as check from './checks.mjs';

/** Every field of `expect` that there is. Of `ids` the engine must give exactly the same. */
const fields = {
  hidden: { ids: false },
  finalCell: { ids: false },
  logProbabilities: { ids: false },
  meanLoss: { ids: false },
  gradients: { ids: false },
  losses: { ids: false },
  learningRatesAfterHalving: { ids: false },
  parametersAfter: { ids: false },
  predict: { ids: true },
};

/**
 * What an engine made of a case, field by field as in `expect`: numbers, in lists and by name. A field it
 * has nothing for (the cell of a network without one) is missing.
 * @typedef {Partial<Record<keyof typeof fields, unknown>>} Results
 */
/**
 * The place where two trees differ most.
 * @typedef {object} Difference
 * @property {string} field of `expect`
 * @property {number} error |got − expected| / max(1, |expected|); Infinity where shapes differ or got is no number
 * @property {string} at place within the field, '' for the field itself
 * @property {string} expected
 * @property {string} got
 */

/**
 * @param {check.Problems} problems
 * @param {unknown} value `expect` of the file
 * @returns {Record<string, unknown>} as it is: a field of another name fails when it is compared
 */
export function checkExpect(problems, value) {
  const expect = check.object(problems, 'expect', value);
  if (Object.keys(expect).length === 0) problems.add('expect', 'expected at least one field');
  for (const [field, content] of Object.entries(expect)) {
    if (Object.hasOwn(fields, field)) checkNumbers(problems, `expect.${field}`, content);
  }
  return expect;
}

/**
 * @param {check.Problems} problems
 * @param {string} path
 * @param {unknown} value
 */
function checkNumbers(problems, path, value) {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) checkNumbers(problems, `${path}[${index}]`, element);
  } else if (check.isObject(value)) {
    if (Object.keys(value).length === 0) problems.add(path, 'expected at least one name');
    for (const [name, element] of Object.entries(value)) {
      checkNumbers(problems, `${path}.${name}`, element);
    }
  } else {
    check.number(problems, path, value);
  }
}

/**
 * @param {Record<string, unknown>} expect
 * @param {Results} results
 * @returns {Difference[]} the worst place of each expected field
 */
export function compare(expect, results) {
  return Object.entries(expect).map(([field, expected]) => {
    if (!Object.hasOwn(fields, field)) {
      const known = `one of ${Object.keys(fields).join(', ')}`;
      return { field, error: Infinity, at: '', expected: known, got: 'an unknown field' };
    }
    const known = /** @type {keyof typeof fields} */ (field);
    return { field, ...worst(expected, results[known], fields[known].ids) };
  });
}

/**
 * @param {unknown} expected
 * @param {unknown} got
 * @param {boolean} ids
 * @param {string} [at]
 * @returns {Omit<Difference, 'field'>}
 */
function worst(expected, got, ids, at = '') {
  if (typeof expected === 'number' && typeof got === 'number') {
    const error = ids && got !== expected ? Infinity : errorOf(expected, got);
    return { error, at, expected: `${expected}`, got: `${got}` };
  }
  const whole = { at, expected: check.describe(expected), got: check.describe(got) };
  if (!sameForm(expected, got)) return { error: Infinity, ...whole };
  /** @type {Omit<Difference, 'field'>} */
  let found = { error: 0, ...whole };
  for (const [key, element] of Object.entries(/** @type {object} */ (expected))) {
    const place = Array.isArray(expected) ? `${at}[${key}]` : `${at}.${key}`;
    const one = worst(element, /** @type {Record<string, unknown>} */ (got)[key], ids, place);
    if (one.error > found.error) found = one;
  }
  return found;
}

/**
 * Lists of one length, or objects. A case may name only some of the parameters.
 * @param {unknown} expected
 * @param {unknown} got
 * @returns {boolean}
 */
function sameForm(expected, got) {
  if (Array.isArray(expected)) return Array.isArray(got) && got.length === expected.length;
  return check.isObject(expected) && check.isObject(got);
}

/**
 * @param {number} expected
 * @param {number} got
 * @returns {number}
 */
function errorOf(expected, got) {
  const error = Math.abs(got - expected) / Math.max(1, Math.abs(expected));
  return Number.isNaN(error) ? Infinity : error; // so that NaN is never within a tolerance
}
