export default /** @satisfies {import('../index.js').Strings} */ ({
  heading: 'Your sentences',
  lede: 'One on each line, in any language.',
  explanation:
    'The network never sees letters, only numbers. The text is therefore cut into tokens, {cut}\n\nEvery different token gets a number, in order of first appearance. Together they are the vocabulary; its size |V| is the number of answers the network can choose from.\n\nWith the end mark ⏎ each sentence stands alone and the network also learns where it stops. The other choice, under “All settings”, lets each sentence run on into the next.',
  'cut.characters':
    'here one for each character as a reader counts them: an emoji or an accented letter is one token, however many code points it is made of.',
  'cut.words':
    'here one for each word and each punctuation mark. A space that spelling puts between two words is no token; one that stands where nobody expects it is, and so is a missing one (⁀).',
  label: 'Sentences, one on each line',
  examples: 'Examples',
  open: 'Open file',
  asLongText: 'Train on it as one long text',
  openHelp: 'Text files of your own; you can also drop them anywhere on the page',
  unopened:
    'The file could not be opened, because a part of the page did not load. Check the connection, then open it again.',
  joined: ({ count, names }, f) =>
    `${f.plural(count, { one: '# file', other: '# files' })}, one after another: ${f.list(names)}.`,
  cut: '“{name}” ends in the middle of a character, which has been left out.',
  unread: ({ name, count }, f) =>
    `“${name}”: ${f.plural(count, { one: '# character', other: '# characters' })} could not be read; � stands in ${f.plural(count, { one: 'its', other: 'their' })} place.`,
  readAs: '“{name}” read as',
  chooseEncoding: 'Choose an encoding',
  'encodings.utf-8': 'Unicode (UTF-8)',
  'encodings.utf-16le': 'Unicode (UTF-16, little-endian)',
  'encodings.utf-16be': 'Unicode (UTF-16, big-endian)',
  'encodings.gb18030': 'Chinese, simplified (GB18030)',
  'encodings.big5': 'Chinese, traditional (Big5)',
  'encodings.shift_jis': 'Japanese (Shift_JIS)',
  'encodings.euc-jp': 'Japanese (EUC-JP)',
  'encodings.iso-2022-jp': 'Japanese (ISO-2022-JP)',
  'encodings.euc-kr': 'Korean (EUC-KR)',
  'encodings.windows-1252': 'Western European (Windows-1252)',
  'encodings.windows-1250': 'Central European (Windows-1250)',
  'encodings.windows-1251': 'Cyrillic (Windows-1251)',
  'encodings.koi8-r': 'Cyrillic (KOI8-R)',
  'encodings.windows-1253': 'Greek (Windows-1253)',
  'encodings.windows-1254': 'Turkish (Windows-1254)',
  'encodings.windows-1255': 'Hebrew (Windows-1255)',
  'encodings.windows-1256': 'Arabic (Windows-1256)',
  'encodings.windows-874': 'Thai (Windows-874)',
  tokens: ({ count, lines }, f) =>
    `${f.plural(count, { one: '# token', other: '# tokens' })} in ${f.plural(lines, { one: '# sentence', other: '# sentences' })}`,
  vocabulary: ({ count }, f) => `Vocabulary: |V| = ${f.integer(count)}`,
  more: ({ count }, f) => `… and ${f.integer(count)} more`,
});
