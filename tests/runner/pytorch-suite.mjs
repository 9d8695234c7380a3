// What the page gives to PyTorch, run by PyTorch where there is one: it is not installed for that, being 600 MB.
import { pythonWithTorch, TORCH_HINT } from './find-torch.mjs';
import { runNodeTests, testFiles } from './node-suites.mjs';

/**
 * @param {(line: string) => void} report hears how far it is
 * @returns {Promise<import('./suites.mjs').Result>}
 */
export async function runPyTorch(report) {
  const files = testFiles('tests/pytorch');
  if (pythonWithTorch()) return runNodeTests(files, { name: 'pytorch', atOnce: 1, report });
  return {
    passed: 0,
    failed: 0,
    notRun: files.length,
    notes: [`Not run, for want of ${TORCH_HINT}: ${files.join(', ')}`],
  };
}
