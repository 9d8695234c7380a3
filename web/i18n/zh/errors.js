/** 为什么不接受这个设置值。 */

export default /** @satisfies {import('../index.js').Translation<'errors'>} */ ({
  notANumber: '{label}：输入的不是数字，请填{range}。',
  ambiguousNumber: '{label}：“{value}”有两种读法。小数请用点，千位之间不要加符号，例如 0.5、1000。',
  notAnInteger: '{label}：这里只能是整数，请填{range}。',
  outOfRange: '{label}：{value} 超出了范围，请填{range}。',
  notAChoice: ({ label, value, choices = [] }, f) => `${label}：没有“${value}”这个选项，可选的有 ${f.list(choices)}。`,
  notABoolean: '{label}：只能填 true 或 false。',
  notAText: '{label}：这里需要一段文字。',
  unknownAttribute: ({ setting, nearest }) =>
    nearest ? `没有名为“${setting}”的属性，是否应为“${nearest}”？` : `没有名为“${setting}”的属性。`,
  noSource: 'text-from：本页没有 id 为“{value}”的元素。',
  unknownSetting: '没有名为“{setting}”的设置，请检查拼写。',
  notLive: '网络建好之后不能再改{label}，请先重置网络。',
  badLink: '链接里的文本已损坏，所以显示的是默认示例。请重新复制完整的链接。',
  heavyLink: '链接里的文本过长，所以显示的是默认示例。',
  badUpdates: '链接里的更新次数无法识别，因此没有进行训练。',
  other: '{label}：这个值不能用，请换一个。',
  range: ({ min, max, exclusiveMin, exclusiveMax }, f) => {
    if (min === undefined) return '别的值';
    const low = exclusiveMin ? `大于 ${f.rate(min)}` : `不小于 ${f.rate(min)}`;
    return `${low}、${exclusiveMax ? '小于' : '不大于'} ${f.rate(max)} 的数`;
  },
});
