import { launchFirefox } from './firefox.js';
import { testKept } from './kept-suite.js';

testKept('Firefox', launchFirefox);
