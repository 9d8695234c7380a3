// A python3 that has PyTorch: the first in the path may be another than the system's, which Debian's package belongs to.
import { spawnSync } from 'node:child_process';

/** Long: importing PyTorch takes seconds on a busy machine. */
const TIMEOUT_MS = 120_000;

/** How the missing package is installed on a Debian-like system. */
export const TORCH_HINT = 'python3 with torch (on Debian: apt-get install python3-torch)';

/** @returns {string | undefined} the program; nothing if there is none with torch */
export function pythonWithTorch() {
  return ['python3', '/usr/bin/python3'].find((program) => {
    const { status } = spawnSync(program, ['-c', 'import torch'], { timeout: TIMEOUT_MS, stdio: 'ignore' });
    return status === 0;
  });
}
