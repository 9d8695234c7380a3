/** What the element tells its author of: events on the element, and attributes that follow what the reader changes. */
import { formatSetting } from '../state/parse.js';
import { settingsTable } from '../state/settings.js';
import { statusOf } from './status.js';

/** Between two `rnn-progress` events, ms. */
const PROGRESS_MS = 250;

/** A longer text stays out of the attribute, where every change would copy it. */
const MAX_ATTRIBUTE_CHARACTERS = 100_000;

/**
 * @param {import('../state/store.js').Store} store
 * @param {(type: string, detail?: unknown) => void} tell
 * @param {(changes: Readonly<Record<string, string | null>>) => void} reflect attributes
 */
export function announce(store, tell, reflect) {
  followSettings(store, tell, reflect);
  followProgress(store, tell);
  store.subscribe(
    ({ locale }) => locale,
    () => tell('rnn-change', { settings: [] }),
  );
  store.subscribe(
    ({ failure }) => failure,
    (failure) => failure && tell('rnn-error', errorDetail(failure)),
    { immediate: true },
  );
  store.subscribe(
    ({ lastLesson }) => lastLesson,
    (lesson) => tell('rnn-complete', lesson),
  );
  store.addEventListener('diverged', (event) => {
    const { epoch, step } = /** @type {CustomEvent} */ (event).detail;
    tell('rnn-diverged', { epoch, step });
  });
}

/** @param {Error & { code?: string }} error */
const errorDetail = (error) => ({ type: error.code ?? 'other', message: error.message, cause: error });

/**
 * @param {import('../state/store.js').Store} store
 * @param {(type: string, detail?: unknown) => void} tell
 * @param {(changes: Readonly<Record<string, string | null>>) => void} reflect
 */
function followSettings(store, tell, reflect) {
  store.subscribe(
    ({ given, long }) => ({ given, long }),
    ({ given: now, long }, earlier) => {
      const before = earlier?.given ?? {};
      const names = Object.keys({ ...before, ...now }).filter((name) => String(before[name]) !== String(now[name]));
      if (long !== earlier?.long && !names.includes('text')) names.push('text');
      if (names.length === 0) return;
      /** @type {Record<string, string | null>} */
      const changes = {};
      for (const name of names) {
        // Of a file nothing is said: the attribute stays.
        if (name === 'text' && long && long.string === undefined) continue;
        const value = name === 'text' && long ? long.string : now[name];
        const text = value === undefined ? null : formatSetting(name, value);
        if ((text?.length ?? 0) <= MAX_ATTRIBUTE_CHARACTERS) changes[settingsTable[name].key] = text;
      }
      reflect(changes);
      tell('rnn-change', { settings: names });
    },
  );
}

/** @param {import('../state/store.js').Store} store @param {(type: string, detail?: unknown) => void} tell */
function followProgress(store, tell) {
  let told = Number.NEGATIVE_INFINITY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const report = () => {
    clearTimeout(timer);
    timer = undefined;
    told = performance.now();
    const status = statusOf(store);
    if (status) tell('rnn-progress', status);
  };
  store.subscribe(
    ({ status, training, modelVersion }) => ({ step: status?.step, training, modelVersion }),
    ({ step, training }, before) => {
      if (step === undefined || (step === before?.step && training === before.training)) return;
      const rest = told + PROGRESS_MS - performance.now();
      if (rest <= 0 || training !== before?.training) report();
      else timer ??= setTimeout(report, rest);
    },
  );
}
