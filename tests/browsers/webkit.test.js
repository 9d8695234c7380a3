import { testPage } from './claims.js';
import { launchWebKit } from './webkit.js';

testPage('WebKit', launchWebKit);
