import { testPage } from './cross-browser-suite.js';
import { launchFirefox } from './firefox.js';

testPage('Firefox', launchFirefox);
