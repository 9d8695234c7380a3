/** Why a setting was refused. Every string gets the error's own values, the setting's `label` and the `range` in words. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  notANumber: '{label}: this is not a number. Type {range}.',
  ambiguousNumber:
    '{label}: “{value}” may be read in two ways. Write the decimals after a point, and thousands without a sign: 0.5, 1000.',
  notAnInteger: '{label}: this has decimals. Type {range}.',
  outOfRange: '{label}: {value} is out of range. Type {range}.',
  notAChoice: ({ label, value, choices = [] }, f) =>
    `${label}: there is no “${value}”. Choose one of ${f.list(choices)}.`,
  notABoolean: '{label}: this is neither true nor false. Write true or false.',
  notAText: '{label}: must be text.',
  unknownAttribute: ({ setting, nearest }) =>
    nearest ? `There is no attribute “${setting}”. Did you mean “${nearest}”?` : `There is no attribute “${setting}”.`,
  noSource: 'text-from: this page has no element with the id “{value}”.',
  unknownSetting: 'There is no setting called “{setting}”. Check the spelling.',
  notLive: '{label} cannot be changed while a network exists. Reset the network first.',
  badLink: 'The text in this link is damaged, so the example is shown instead. Copy the whole link once more.',
  heavyLink: 'The text in this link is too long for a link, so the example is shown instead.',
  badUpdates: 'The number of updates in this link cannot be read, so nothing has been trained.',
  other: '{label}: this value cannot be used. Choose another.',
  range: ({ min, max, exclusiveMin, exclusiveMax }, f) => {
    if (min === undefined) return 'another value';
    if (!exclusiveMin && exclusiveMax) return `a number of at least ${f.rate(min)} and less than ${f.rate(max)}`;
    const low = exclusiveMin ? `a number above ${f.rate(min)}` : `a number from ${f.rate(min)}`;
    return `${low} ${exclusiveMax ? 'to below' : exclusiveMin ? 'and at most' : 'to'} ${f.rate(max)}`;
  },
});
