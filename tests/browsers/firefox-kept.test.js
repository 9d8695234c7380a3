import { launchFirefox } from './firefox.js';
import { testKept } from './kept-suite.js';
import { testRecovery } from './recovery-suite.js';

testRecovery('Firefox', launchFirefox);
testKept('Firefox', launchFirefox);
