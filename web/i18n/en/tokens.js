/** Names of tokens that cannot be seen. */

/** @type {import('../index.js').Strings} */
export default {
  'unit.characters': 'character',
  'unit.words': 'word',
  end: 'end of sentence',
  glue: 'no space',
  space: 'space',
  tab: 'tab',
  hardSpace: 'non-breaking space',
  wideSpace: 'wide space',
  spaces: 'several spaces',
  other: '{token}',
};
