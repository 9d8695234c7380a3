const NUMBERS = ['', '', '两', '三', '四', '五'];

/** @param {string} unit */
const tokenOf = (unit) => (unit === 'words' ? '词' : '字');

export default /** @satisfies {import('../index.js').Translation<'ngrams'>} */ ({
  name: ({ order, unit }) =>
    order === 1 ? `单个${tokenOf(unit)}的频率` : `连续${NUMBERS[order] ?? order}个${tokenOf(unit)}的频率`,
  line: '{name}：{loss}',
  at: ({ name, step }, f) => `${name}（第 ${f.integer(step)} 次更新时）`,
  none: '与单纯计数（点线）相比，留出集损失还没有低于任何一条线。第一条是{name}：{loss}。',
  some: ({ names, name, loss }) =>
    `与单纯计数（点线）相比，留出集损失已低于${names.join('、')}。下一条是${name}：${loss}。`,
  all: ({ names }) => `与单纯计数（点线）相比，留出集损失已全部低于：${names.join('、')}。`,
  counted: ({ unit }) =>
    `计数就是在训练文本中数出：每个${tokenOf(unit)}接在前面几个${tokenOf(unit)}之后出现过多少次（n 元模型，n-gram）。`,
});
