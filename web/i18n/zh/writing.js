export default /** @satisfies {import('../index.js').Translation<'writing'>} */ ({
  heading: '续写',
  lede: '输入一句话的开头；点一个候选就接着往下写。',
  explanation:
    '网络从全零的隐藏状态出发，逐个读入你写的开头；读完之后，横条就是此时各候选词元的概率。训练时它们会跟着变。\n\n词表里没有的词元没有编号，网络遇到它时，按空输入走一个时间步。',
  label: '句子的开头',
  example: '例如，在“{text}”之后：',
  next: '在“{text}”之后：',
  unknown: '训练中没见过：{tokens}。网络把它当作空输入来读。',
  goesOn: '接着写下去',
  again: '重新采样',
  how: '解码策略',
  token: '{token}，{probability}：看看其他候选',
  alternatives: '其他候选',
  choose: '换一个词元，就从那里接着写：',
  temperatureReset: '回到 1',
});
