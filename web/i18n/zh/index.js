/** 简体中文。 */
import arithmetic from './arithmetic.js';
import charts from './charts.js';
import errors from './errors.js';
import failures from './failures.js';
import headings from './headings.js';
import learned from './learned.js';
import sequence from './sequence.js';
import page from './page.js';
import panel from './panel.js';
import play from './play.js';
import predictions from './predictions.js';
import reset from './reset.js';
import settings from './settings.js';
import tokens from './tokens.js';
import writing from './writing.js';

export default /** @satisfies {import('../index.js').Language} */ ({
  tag: 'zh-Hans',
  units: { h: '小时', min: '分', s: '秒' },
  strings: {
    ...headings,
    arithmetic,
    charts,
    errors,
    failures,
    learned,
    sequence,
    page,
    panel,
    play,
    predictions,
    reset,
    settings,
    tokens,
    writing,
  },
});
