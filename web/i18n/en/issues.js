/** What is wrong with a text, and what to do. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  empty: 'There is no text yet. Type at least one sentence of two characters.',
  'one-token': 'This text is a single token, so nothing follows it that could be predicted. Type at least one more.',
  'nothing-to-predict':
    'The text consists of “{token}” only, so there is nothing to tell apart. Type something else as well, or end sentences with the end mark.',
  'only-the-end': 'The text consists of “{token}” only: all that can be learned is when it ends.',
  'text-too-long': ({ count, atLeast, limit, streamable }, f) => {
    const length = `${atLeast ? 'more than ' : ''}${f.integer(count)}`;
    const advice = streamable
      ? 'Shorten it, or set “Streams” to 1 or more to train on it as one long text.'
      : 'Shorten it.';
    return `The text has ${length} tokens; ${f.integer(limit)} is the limit. Nothing is lost, but it cannot be trained on like this. ${advice}`;
  },
  'line-too-long': ({ count, limit, begins, streamable }, f) =>
    `The line beginning “${begins}” has ${f.integer(count)} tokens; ${f.integer(limit)} is the limit of a sentence. Break it up${streamable ? ', or set “Streams” to 1 or more to train on it as one long text' : ''}.`,
  'lone-surrogate': ({ line, column, character, count }, f) =>
    `Line ${f.integer(line)}, character ${f.integer(column)}: half of a character (${character})${count > 1 ? `, and ${f.integer(count - 1)} more` : ''}. Delete it and type the character again.`,
  'control-character': ({ line, column, character, count }, f) =>
    `Line ${f.integer(line)}, character ${f.integer(column)}: an invisible control character (${character})${count > 1 ? `, and ${f.integer(count - 1)} more` : ''}. The network is trained without it; delete it if it is not wanted.`,
  'vocabulary-too-large': ({ size, limit, unit }, f) =>
    `The text has ${f.integer(size)} different tokens; ${f.integer(limit)} is the limit. Use a shorter text${unit === 'words' ? ', or characters instead of words' : ''}.`,
  'rare-tokens': ({ kept, kinds, share, unit }, f) =>
    `The ${f.integer(kept)} most frequent ${unit === 'words' ? 'words' : 'characters'} are the vocabulary. The ${f.integer(kinds)} rarer ones, ${f.percent(share)} of the text, are read as unknown and are not to be predicted.`,
  'no-segmenter': ({ unit }) =>
    unit === 'words'
      ? 'This browser cannot tell words apart (it has no Intl.Segmenter), so each run of letters is taken for a word, and each Chinese character for one. A newer browser does it better.'
      : 'This browser cannot tell where a character of several parts ends (it has no Intl.Segmenter), so some emoji and flags are cut into pieces. A newer browser does it better.',
  'too-many-streams': ({ streams, most }, f) =>
    `The text is too short for ${f.integer(streams)} streams. Set “Streams” to ${f.integer(most)} or less, or use a longer text.`,
  'held-out-rounded-up': ({ share, sentences }, f) =>
    `${f.percent(share)} of so short a text (${f.plural(sentences, { one: '# line', other: '# lines' })}) is less than one sentence, so one is held out.`,
  'file-not-text': ({ name }) =>
    `“${name}” is not a text file, so your text has been kept. Choose a plain text, one that an editor can show.`,
  'file-encoding-unknown': ({ name }) =>
    `The encoding of “${name}” cannot be told from its bytes, so your text has been kept. Choose the encoding here, or save the file as UTF-8.`,
  'file-too-large': ({ name, size, limit }, f) =>
    `“${name}” has ${f.compact(size)} bytes and ${f.compact(limit)} is the limit, so your text has been kept. Choose a shorter file.`,
  'file-unreadable': ({ name }) => `“${name}” cannot be read, so your text has been kept. Choose a file, not a folder.`,
  other: 'This text cannot be used ({code}). Try another.',
});
