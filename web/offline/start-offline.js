import { loadPersistently } from '../ui/persistence.js';
import { register } from './register.js';

/**
 * @param {import('../rnn-playground.js').RnnPlayground} playground
 * @param {string} script address of the script that the page has begun with
 */
export const start = (playground, script) =>
  register(new URL(script).pathname.split('/').pop() ?? '', async (reload) => {
    const [{ VersionNotice }, { defineElement }] =
      /** @type {[typeof import('./version-notice.js'), typeof import('../ui/element.js')]} */ (
        await loadPersistently(() => Promise.all([import('./version-notice.js'), import('../ui/element.js')]))
      );
    defineElement('rnn-version-notice', VersionNotice);
    const notice = new VersionNotice();
    Object.assign(notice, { playground, reload });
    document.body.append(notice);
  });
