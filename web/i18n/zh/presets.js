/** 各个例子的名称，以及它要说明的一件事。 */

export default /** @satisfies {import('../index.js').Translation<'presets'>} */ ({
  'twoSentences.name': '教程里的两句',
  'twoSentences.point': '每个字都只出现一次，看到这个字就知道下一个字。十六个隐藏单元的网络训练十轮左右就全对了。',
  'hello.name': '两个英文词：hello、world',
  'hello.point': '字母 l 后面可能是 l、o 或 d，要看它前面是什么。没有记忆的网络只能猜。',
  'tutorial.name': '教程代码（原样）',
  'tutorial.point':
    '教程《RNN例子解释前向传导和后向反向传播》（WA自动机~，2021）里的程序，用它自己的设置，连错误也保留：前向没有 tanh，反向却乘了它的导数。它照样学得会，做一次梯度检验，就知道这只是运气好。',
  'quietNight.name': '静夜思（李白）',
  'quietNight.point':
    '“头”后面跟过“望”和“思”，“月”后面有时是“光”，有时就是句末。只有记得前文的隐藏状态，才分得清这一次该是哪一个。',
  'storkTower.name': '登鹳雀楼（王之涣）',
  'storkTower.point': '二十个字没有一个重复，什么都不用记。试试最少要几个隐藏单元，再和《静夜思》比一比。',
  'brackets.name': '括号配对',
  'brackets.point':
    '三行只有括号不同。该用哪个右括号，只由八个字之前的左括号决定：RNN 记不了这么久，遗忘门开着的 LSTM 记得住。',
  'rhyme.name': '英文童谣：小星星',
  'rhyme.point': '翻来覆去就那么几个字母，单看一个字母猜不出下一个。网络得记住整个单词，还要记住唱到了哪里。',
  'abab.name': 'abab',
  'abab.point': '最简单的规律：a 和 b 轮流出现。两个隐藏单元就够了，看看 W 的那四个权重。',
  'counting.name': '数数：aⁿbⁿ',
  'counting.point': 'a 有几个谁也料不到，但有几个 a 就有几个 b，然后结束。要准确预测结尾，LSTM 必须学会数数。',
  'emoji.name': '表情符号',
  'emoji.point': '“一家人”由五个码点组成，却是一个词元；旗帜、带肤色的手也一样。网络看到的只是编号。',
  'code.name': '几行代码',
  'code.point': '括号要配对，代码块要缩进。网络不懂程序在做什么，却学会了程序的样子。',
  'names.name': '英文名字',
  'names.point':
    '每五个名字留出一个。训练集损失一直下降，留出集损失却又升了上去：从那里起，网络过拟合了，也就是在死记硬背。',
});
