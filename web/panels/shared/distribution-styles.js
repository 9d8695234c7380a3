import { css } from 'lit';

/** For the styles of an element that shows a distribution. */
export const distributionStyles = css`
  /* A fixed width in popovers: nothing moves under the pointer when the numbers change. */
  .distribution {
    width: min(26rem, calc(100vw - 3.25rem));
  }
  .others {
    margin-block: var(--rnn-space-1) var(--rnn-space-2);
  }
`;
