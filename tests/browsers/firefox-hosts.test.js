/** The element in anyone's article, in Firefox: what tests/page asks of Chromium, in one browser that goes from page to page. */
import { after, before } from 'node:test';
import { testElement, testLinks } from './element-suite.js';
import { launchFirefox } from './firefox.js';
import { testFrame } from './frame-suite.js';
import { testLayouts } from './layouts-suite.js';
import { Page, servePage } from './page.js';
import { testSites } from './sites-suite.js';

/** Of `network.cookie.cookieBehavior`: frames of other sites have neither cookies nor storage. */
const NOTHING_FOR_OTHER_SITES = 1;

/** @type {Awaited<ReturnType<typeof launchFirefox>>} */
let session;
/** @type {Awaited<ReturnType<typeof servePage>>} */
let server;
/** @type {Page} */
let page;
before(async () => {
  [session, server] = await Promise.all([
    launchFirefox({ 'network.cookie.cookieBehavior': NOTHING_FOR_OTHER_SITES }),
    servePage(),
  ]);
  page = await Page.in(session, server.address);
});
after(async () => {
  await session?.close();
  await server.close();
});

testSites('Firefox', () => page);
testLayouts(
  'Firefox',
  () => page,
  (medium) => session.setMedium(medium),
);
testElement('Firefox', () => page);
testFrame('Firefox', () => page);
testLinks('Firefox', () => page);
