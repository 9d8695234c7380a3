import { test } from 'node:test';
import { which } from '../../cpp/toolchain/system.mjs';
import { testKept } from './kept-suite.js';
import { launchWebKit } from './webkit.js';

const missing = ['WebKitWebDriver', 'Xvfb'].filter((command) => !which(command));
if (missing.length) test('WebKit', { skip: `there is no ${missing.join(' and no ')}` }, () => {});
else testKept('WebKit', launchWebKit);
