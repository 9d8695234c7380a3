/** @type {import('../index.js').Strings} */
export default {
  heading: '你的句子',
  lede: '一行一句，什么语言都行。',
  explanation:
    '网络看不见文字，只认得数。所以先把文本切成词元，这里一个字符就是一个词元，按人眼所见来数：一个表情符号、一个带附加符号的字母（如 é），不论由几个码点组成，都只算一个。\n\n每个不同的词元按第一次出现的先后得到一个编号，合起来就是词表。词表大小 |V| 就是网络每次作答时可选的答案数。\n\n有句末标记 ⏎ 时，各句互不相干，网络还要学会一句话在哪里结束。在“全部设置”里也可以改成一句接着一句连下去。',
  label: '句子，一行一句',
  examples: '示例',
  open: '打开文件',
  asLongText: '当作一篇长文来训练',
  openHelp: '打开自己的文本文件，也可以直接拖到页面上',
  tokens: ({ count, lines }, f) => `${f.integer(lines)} 句，${f.integer(count)} 个词元`,
  vocabulary: ({ count }, f) => `词表：|V| = ${f.integer(count)}`,
  more: ({ count }, f) => `……还有 ${f.integer(count)} 个`,
};
