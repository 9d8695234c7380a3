// What the page gives to PyTorch, run by PyTorch where there is one: it is not installed for that, being 600 MB.
import { pythonWithTorch, TORCH_HINT } from './find-torch.mjs';
import { runNodeTests, testFiles } from './node-suites.mjs';

/**
 * @param {import('./suites.mjs').Context} context
 * @returns {Promise<import('./suites.mjs').Result>}
 */
export async function runPyTorch(context) {
  const files = testFiles('tests/pytorch');
  const isThere = await context.schedule(async () => pythonWithTorch() !== undefined);
  if (isThere) return runNodeTests(files, { name: 'pytorch', ...context });
  return {
    passed: 0,
    failed: 0,
    notRun: files.length,
    notes: [`Not run, for want of ${TORCH_HINT}: ${files.join(', ')}`],
  };
}
