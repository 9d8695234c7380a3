/** Names of the presets and the one point each of them makes. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  'twoSentences.name': 'The tutorial’s two sentences',
  'twoSentences.point':
    'Every character occurs once, so the last character alone tells the next. A network of sixteen hidden units has learned all ten within about ten epochs.',
  'hello.name': 'hello, world',
  'hello.point':
    'What follows an l depends on what came before it: l, o or d. Without a memory a network could only guess.',
  'tutorial.name': 'The tutorial’s code, as printed',
  'tutorial.point':
    'The program of the tutorial “RNN例子解释前向传导和后向反向传播” (WA自动机~, 2021), with its own settings and its mistake: no tanh forward, its derivative backward. It learns all the same; run the gradient check and see why that is luck.',
  'quietNight.name': 'Quiet Night Thought (Li Bai)',
  'quietNight.point':
    '头 is followed by 望 and by 思, 月 by 光 and by the end of a line. Only a hidden state that remembers what came before can tell which one comes this time.',
  'storkTower.name': 'On Stork Tower (Wang Zhihuan)',
  'storkTower.point':
    'Twenty characters and none of them twice: nothing has to be remembered. Try how few hidden units are enough, and compare with Quiet Night Thought.',
  'brackets.name': 'Matching brackets',
  'brackets.point':
    'Three lines alike but for their brackets. Which one closes is decided by the one that opened, eight characters earlier: too long for a plain RNN, not for an LSTM whose forget gate is open.',
  'rhyme.name': 'Twinkle, twinkle',
  'rhyme.point':
    'A few letters do all the work, so a letter says little about the next. The network has to remember whole words, and where in the rhyme it is.',
  'abab.name': 'abab',
  'abab.point':
    'The smallest thing to learn: a and b take turns. Two hidden units can do it. Look at the four weights of W.',
  'counting.name': 'Counting: aⁿbⁿ',
  'counting.point':
    'Nobody can know how many a there will be, but then there are as many b, and after them the end. To be sure of the end, the LSTM must count.',
  'emoji.name': 'Emoji',
  'emoji.point':
    'A family is one token, though it is made of five code points; so is a flag, or a hand with a skin tone. The network only sees ids.',
  'code.name': 'A few lines of code',
  'code.point':
    'Brackets that close and lines that are indented: the network learns the form of a program without knowing what it does.',
  'names.name': 'First names',
  'names.point':
    'Every fifth name is held out. The training loss keeps falling while the held-out loss turns up again; from there on the network memorizes (overfits).',
});
