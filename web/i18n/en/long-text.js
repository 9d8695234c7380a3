/** Of a text that is too long to stand in its box. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  heading: 'Your text',
  lede: 'A long text. It is read in the background, where the network is trained.',
  pasted: 'Pasted text',
  names: ({ names }, f) => f.list(names),
  length: ({ characters, lines }, f) =>
    `${f.plural(characters, { one: '# character', other: '# characters' })}, ${f.plural(lines, { one: '# line', other: '# lines' })}`,
  tokens: ({ count, ends }, f) =>
    `${f.plural(count, { one: '# token', other: '# tokens' })}${ends > 0 ? f.plural(ends, { one: ' and # end mark\u00a0⏎', other: ' and # end marks\u00a0⏎' }) : ''}`,
  readAs: 'Read as',
  joined: ({ count }, f) => `${f.integer(count)} files, one after another`,
  cut: ({ limit }, f) => `Only the first ${f.compact(limit)} bytes are used; the file is larger.`,
  unread: ({ count }, f) =>
    `${f.plural(count, { one: '# character', other: '# characters' })} could not be read; � stands in ${f.plural(count, { one: 'its', other: 'their' })} place.`,
  beginning: 'How it begins',
  edit: 'Edit',
  editing: 'A text of this length answers slowly while you type. It is trained on when you press Done.',
  place: 'Place in the text',
  placeAt: ({ token, total, marked }, f) =>
    `Token ${f.integer(token)} of the ${f.integer(total)} that are trained on${marked ? ', end marks ⏎ included' : ''}.`,
  placeHelp: 'The panels show the text from here on; the network begins to read here, with a hidden state of 0.',
  find: 'Find in the text',
  findNext: 'Find next',
  notFound: ({ sought }) => `“${sought}” is nowhere in the part that is trained on.`,
  done: 'Done',
  discard: 'Discard changes',
  reading: ({ name, share }, f) => `Reading ${name === '' ? 'the text' : `“${name}”`} … ${f.percent(share)}`,
  cancel: 'Cancel',
  seen: ({ epochs, tokens }, f) => `${f.number(epochs, 2)} epochs, ${f.compact(tokens)} tokens.`,
  sample: ({ tokens }, f) =>
    `Each point is measured on ${f.compact(tokens)} tokens, always the same ones, evenly spread over the text.`,
  whole: 'Evaluate the whole text',
  evaluating: ({ share }, f) => `Evaluating the whole text … ${f.percent(share)}`,
  wholeLoss: ({ step, training, heldOut }, f) =>
    `On the whole text, after ${f.plural(step, { one: '# update', other: '# updates' })}: ${f.loss(training)} in training${Number.isNaN(heldOut) ? '' : `, ${f.loss(heldOut)} held out`}.`,
  tooLarge: ({ name, limit }, f) =>
    `${name ? `“${name}”` : 'This text'} is larger than ${f.compact(limit)} bytes, which is the most that can be trained on here. Your text has been kept.`,
  takeBeginning: ({ limit }, f) => `Train on its first ${f.compact(limit)} bytes`,
  notInLink: 'The link carries the settings, but not the text: it is too long for a link. Send the file along.',
});
