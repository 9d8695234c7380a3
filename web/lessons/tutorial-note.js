import { html } from 'lit';
import { tutorial } from './tutorial.js';

/** Citation of the tutorial. @param {import('../i18n/index.js').Translator} t */
export function tutorialNote(t) {
  const { title, author, date, source } = tutorial;
  // The title is Chinese in every language.
  const [before, after] = t('lessons.tutorial', { title: '\n', author, date }).split('\n');
  return html`<p class="small muted tutorial">
    ${before}<cite lang="zh">${title}</cite>${after}
    <a href=${source} target="_blank" rel="noopener">${t('lessons.tutorialSource')}</a>
  </p>`;
}
