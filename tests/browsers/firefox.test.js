import { testPage } from './claims.js';
import { launchFirefox } from './firefox.js';

testPage('Firefox', launchFirefox);
