import { html } from 'lit';
import { tutorial } from './tutorial.js';

/** Citation of the tutorial. @param {import('../i18n/index.js').Translator} t */
export function tutorialNote(t) {
  const { title, author, date, source } = tutorial;
  return html`<p class="small muted tutorial">
    ${t('lessons.tutorial')} <cite lang="zh">${title}</cite> (${author}, ${date}).
    <a href=${source} target="_blank" rel="noopener">${t('lessons.tutorialSource')}</a>
  </p>`;
}
