/** 文本有什么问题，该怎么改。 */

export default /** @satisfies {import('../index.js').Translation<'issues'>} */ ({
  empty: '还没有文本。请至少输入一句话，两个字以上。',
  'one-token': '整段文本只有一个词元，后面没有可以预测的内容。请再输入一些。',
  'nothing-to-predict': '文本里只有“{token}”，没有可以区分的内容。请加些别的字，或者用句末标记结束每一句。',
  'only-the-end': '文本里只有“{token}”，网络能学的只是它在哪里结束。',
  'text-too-long': ({ count, atLeast, limit, streamable }, f) => {
    const length = `${atLeast ? '超过 ' : '有 '}${f.integer(count)}`;
    const advice = streamable ? '请删短一些，或者把“文本流数”设为 1 以上，当作一篇长文来训练。' : '请删短一些。';
    return `文本${length} 个词元，上限是 ${f.integer(limit)}。内容都还在，但这样无法训练。${advice}`;
  },
  'line-too-long': ({ count, limit, begins, streamable }, f) =>
    `以“${begins}”开头的那一行有 ${f.integer(count)} 个词元，一句的上限是 ${f.integer(limit)}。请分成几行${streamable ? '，或者把“文本流数”设为 1 以上，当作一篇长文来训练' : ''}。`,
  'lone-surrogate': ({ line, column, character, count }, f) =>
    `第 ${f.integer(line)} 行第 ${f.integer(column)} 个字符只有半个（${character}）${count > 1 ? `，另外还有 ${f.integer(count - 1)} 处` : ''}。请删掉它，重新输入这个字。`,
  'control-character': ({ line, column, character, count }, f) =>
    `第 ${f.integer(line)} 行第 ${f.integer(column)} 个字符是看不见的控制字符（${character}）${count > 1 ? `，另外还有 ${f.integer(count - 1)} 个` : ''}。训练时会略过它；不需要的话请删掉。`,
  'vocabulary-too-large': ({ size, limit, unit }, f) =>
    `文本里有 ${f.integer(size)} 个不同的词元，上限是 ${f.integer(limit)}。请换一段短些的文本${unit === 'words' ? '，或者按字而不是按词切分' : ''}。`,
  'rare-tokens': ({ kept, kinds, share, unit }, f) =>
    `词表只收最常见的 ${f.integer(kept)} 个${unit === 'words' ? '词' : '字'}。其余 ${f.integer(kinds)} 个较少见，占全文的 ${f.percent(share)}，读作未知，也不要求预测。`,
  'no-segmenter': ({ unit }) =>
    unit === 'words'
      ? '这个浏览器不会分词（没有 Intl.Segmenter），所以把连在一起的字母当作一个词，汉字一字一词。换个新些的浏览器会分得更准。'
      : '这个浏览器看不出由几部分组成的字符到哪里为止（没有 Intl.Segmenter），有些表情和旗帜会被拆开。换个新些的浏览器就好了。',
  'too-many-streams': ({ streams, most }, f) =>
    `文本太短，分不成 ${f.integer(streams)} 条文本流。请把“文本流数”设为不超过 ${f.integer(most)} 的数，或者换一段长些的文本。`,
  'held-out-rounded-up': ({ share, sentences }, f) =>
    `文本太短（${f.integer(sentences)} 行），${f.percent(share)} 还不到一句，所以留出一句。`,
  'file-not-text': ({ name }) =>
    `“${name}”不是文本文件，原来的文本没有动。请选一个纯文本文件，也就是记事本能打开的那种。`,
  'file-encoding-unknown': ({ name }) =>
    `看不出“${name}”用的是什么编码，原来的文本没有动。请在这里选择编码，或者把文件另存为 UTF-8 再打开。`,
  'file-too-large': ({ name, size, limit }, f) =>
    `“${name}”有 ${f.compact(size)} 字节，上限是 ${f.compact(limit)} 字节，原来的文本没有动。请换一个小些的文件。`,
  'file-unreadable': ({ name }) => `“${name}”读不出来，原来的文本没有动。请选一个文件，而不是文件夹。`,
  other: '这段文本不能用（{code}），请换一段。',
});
