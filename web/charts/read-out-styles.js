import { css } from 'lit';

/** The line under a picture: the value under the pointer, and the legend. */
export const readOutStyles = css`
  .under {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--rnn-space-5);
    min-height: 1.75rem;
    align-items: center;
    font-size: var(--rnn-text-s);
  }
  .readout {
    order: 1;
  }
`;
