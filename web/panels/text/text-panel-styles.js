import { css } from 'lit';

export const textPanelStyles = css`
  textarea {
    font-size: var(--rnn-text-l);
    min-height: 5rem;
    max-height: 14rem;
    display: block;
    field-sizing: content;
  }
  @container (width <= 420px) and (width >= 340px) {
    .lede {
      display: none;
    }
  }
  @container (width <= 560px) {
    textarea {
      min-height: 4.4rem;
      max-height: 8rem;
    }
  }
  select {
    max-width: 11rem;
    field-sizing: content;
  }
  .issues {
    display: grid;
    gap: var(--rnn-space-1);
    margin-top: var(--rnn-space-2);
  }
  .warning {
    font-size: var(--rnn-text-s);
    color: var(--rnn-muted);
  }
  .encoding {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--rnn-space-1) var(--rnn-space-2);
    overflow-wrap: anywhere;
  }
  .long {
    margin-top: var(--rnn-space-2);
  }
  .point {
    font-size: var(--rnn-text-s);
    margin-top: var(--rnn-space-2);
    text-wrap: pretty;
  }
  details {
    margin-top: var(--rnn-space-2);
  }
  .places {
    display: grid;
    gap: var(--rnn-space-1);
    margin-block: var(--rnn-space-3);
  }
  .places form {
    display: flex;
    gap: var(--rnn-space-2);
  }
  .places input[type='search'] {
    flex: 1;
    min-width: 0;
  }
  .places p {
    margin: 0;
  }
  .long-text,
  .editor {
    display: grid;
    gap: var(--rnn-space-2);
    justify-items: start;
  }
  .long-text .name {
    overflow-wrap: anywhere;
  }
  .editor textarea,
  .beginning {
    width: 100%;
  }
  .beginning {
    box-sizing: border-box;
    margin: 0;
    max-height: 11rem;
    overflow: auto;
    padding: var(--rnn-space-2);
    background: var(--rnn-sunken);
    border-radius: var(--rnn-radius);
    font: inherit;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .opening progress {
    vertical-align: middle;
    width: 8rem;
  }
  summary {
    font-size: var(--rnn-text-s);
    cursor: pointer;
    color: var(--rnn-muted);
  }
  summary span {
    margin-inline-end: var(--rnn-space-3);
  }
  #vocabulary {
    white-space: nowrap;
  }
  @container (width < 22rem) {
    section > header {
      grid-template-columns: minmax(0, 1fr);
    }
    section > header > .actions {
      justify-content: start;
      order: 1;
      margin-top: var(--rnn-space-1);
    }
  }
  .tokens,
  .vocabulary {
    margin-top: var(--rnn-space-2);
  }
  .tokens {
    display: grid;
    gap: 3px;
    max-height: 8.5rem;
    overflow-y: auto;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 3px;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    min-width: 1.7em;
    justify-content: center;
    max-width: 100%;
    padding: 0 0.3em;
    overflow-wrap: anywhere;
    background: var(--rnn-sunken);
    border-radius: 3px;
    line-height: 1.65;
  }
  .chip small {
    font-size: 0.72em;
    color: var(--rnn-muted);
  }
  .vocabulary {
    max-height: 6.5rem;
    overflow-y: auto;
  }
`;
