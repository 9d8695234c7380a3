import { css } from 'lit';

/** Layout of the panel: drawing and transport controls in full width, the stage beside the program. */
export const stepPanelStyles = css`
  .setting {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--rnn-space-2) var(--rnn-space-4);
    margin-bottom: var(--rnn-space-3);
  }
  .setting select {
    max-width: 16rem;
  }
  .invitation,
  .moment {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--rnn-space-1) var(--rnn-space-3);
    font-size: var(--rnn-text-s);
    margin-bottom: var(--rnn-space-3);
    text-wrap: pretty;
  }
  .moment {
    margin: 0;
    color: var(--rnn-muted);
    min-height: var(--rnn-target);
  }
  .legend {
    margin-block: auto;
  }
  .walk {
    display: flex;
    flex-direction: column;
  }
  /* On phones the controls are sticky at the lower edge of the window, within reach of the thumb. */
  .transport {
    order: 1;
    position: sticky;
    bottom: calc(var(--rnn-guide-height, 0px) + var(--rnn-seen-below, 0px));
    z-index: 1;
    padding-block: var(--rnn-space-2);
    background: var(--rnn-page);
    border-top: 1px solid var(--rnn-line);
  }
  .work {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--rnn-space-5);
    margin-top: var(--rnn-space-4);
  }
  .stage {
    min-height: 24rem;
  }
  .program summary {
    margin-bottom: var(--rnn-space-1);
  }
  @container (width > 720px) {
    .legend {
      margin: 0 0 0 auto;
      min-height: var(--rnn-target);
    }
    .transport {
      order: 0;
      position: static;
      padding-block: var(--rnn-space-3);
      border-top: 0;
      border-bottom: 1px solid var(--rnn-line);
    }
  }
  @container (width > 860px) {
    .transport {
      position: sticky;
      inset-block: var(--rnn-bar-height, 0px) auto;
    }
    .work {
      grid-template-columns: minmax(0, 1fr) minmax(16rem, 19.5rem);
    }
    .stage {
      min-height: 34rem;
    }
  }
  /* Two sticky bars may take a third of the window; in a low one, e.g. after zooming in, neither is sticky. */
  @media print, (height < 30rem), (width <= 40rem) and (height < 40rem) {
    .walk > .transport {
      position: static;
    }
  }
  @media print {
    .walk > .transport {
      display: none;
    }
    .stage {
      min-height: 0;
    }
  }
`;
