/** Without lit, which is loaded later. */
export const frontDoorStyles = `
  :host {
    display: grid;
    grid-template-columns: minmax(0, 96rem);
    justify-content: center;
  }
  :host([hidden]),
  .waiting[hidden] {
    display: none !important;
  }
  .waiting {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    min-width: 0;
  }
  :host([linked]) .waiting {
    padding: 0 1rem;
  }
  .waiting p:empty {
    display: none;
  }
  .waiting img {
    grid-area: 1 / 1;
    width: 100%;
    height: auto;
  }
  .start {
    grid-area: 1 / 1;
    place-self: center;
    z-index: 1;
    font: 600 max(1rem, 16px) / 1.5 system-ui, sans-serif;
    padding: 0.5em 1.5em;
    min-height: 44px;
    color: light-dark(#fff, #101216);
    background: light-dark(#17191f, #eceef2);
    border: 1px solid light-dark(#fff, #101216);
    border-radius: 4px;
    cursor: pointer;
  }
  .start[aria-disabled] {
    cursor: progress;
  }
  .start:focus-visible {
    outline: 2px solid light-dark(#17191f, #eceef2);
    outline-offset: 2px;
  }
  rnn-view:focus {
    outline: none;
  }
  @media print {
    .waiting {
      min-height: 0 !important;
    }
    .start {
      display: none;
    }
  }
`;
