import { css } from 'lit';

/** A sentence with what can be pressed behind it. */
export const noticeStyles = css`
  .notice {
    display: flex;
    flex-wrap: wrap;
    gap: var(--rnn-space-1) var(--rnn-space-4);
    align-items: center;
    font-size: var(--rnn-text-s);
  }
`;
