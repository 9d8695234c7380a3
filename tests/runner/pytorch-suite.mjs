// What the page gives to PyTorch, run by PyTorch where there is one: it is not installed for that, being 600 MB.
import { pythonWithTorch, TORCH_HINT } from './find-torch.mjs';
import { runNodeTests, testFiles } from './node-suites.mjs';

/**
 * Looks for it and runs what there is in one turn: in a second one it would be the last of all, and it takes long.
 * @param {import('./suites.mjs').Context} context
 * @returns {Promise<import('./suites.mjs').Result>}
 */
export function runPyTorch({ schedule, report }) {
  const files = testFiles('tests/pytorch');
  return schedule(async () => {
    if (pythonWithTorch() !== undefined)
      return runNodeTests(files, { name: 'pytorch', report, schedule: (work) => work() });
    return {
      passed: 0,
      failed: 0,
      notRun: files.length,
      notes: [`Not run, for want of ${TORCH_HINT}: ${files.join(', ')}`],
    };
  });
}
