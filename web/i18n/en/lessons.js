/** @type {import('../index.js').Strings} */
export default {
  heading: 'Lessons',
  lede: 'Eight short ones, on this very page. Each sets the text and the settings, and waits for you to do the thing yourself.',
  explanation:
    'A lesson takes over the text and the settings of the page and tells you, step by step, what to look at and what to do. Nothing in it is a film: it is the same network, and you can leave the path at any time. When you leave a lesson early, your own text and settings come back; when you finish it, the page stays as the lesson left it, and Undo is there.',
  place: '{place} of {total}',
  back: 'Back',
  next: 'Next',
  skip: 'Skip',
  nextLesson: 'Next lesson: {title}',
  fold: 'Less',
  unfold: 'More',
  finished: ', done',
  finish: 'Finish',
  leave: 'Leave, and bring my text back',

  'sees.title': 'What the network sees',
  'sees.point': 'Characters become numbers, and the task is to guess the next one.',
  'sees.ids':
    'The network never sees a character. The text is cut into tokens, here characters, and each different token gets a number, its id. The list of them is the vocabulary; V is its length.\n\nThe end mark ⏎ is a token too: the network must also learn where a sentence ends.',
  'sees.type':
    'To the network, token number 3, 焕, is a vector x of V numbers: a 1 in the place numbered 3, counting from 0, and 0 everywhere else. It is called one-hot. There is no meaning in it; 好 is no nearer to 你 than to 恼.',
  'sees.type.do':
    'Add a character that is not in the text yet, and watch V grow. The network is made anew: its matrices have another shape now.',
  'sees.column':
    'This is U, the first matrix the token meets. It has one column per token. A matrix times a one-hot vector is just one of its columns: reading a token means looking up its column. Training changes the columns, and so gives each token its meaning.',
  'sees.targets':
    'What is it asked? After each token: which one comes next. The upper line is what it reads, the lower what it expects. The right answer to each position is simply the text, shifted by one. Nobody had to label anything.',

  'forward.title': 'Forward, by hand',
  'forward.point': 'One line of arithmetic, repeated for every character.',
  'forward.rule':
    'The hidden state h is the network’s memory: here 4 numbers. It begins as zeros, and every token changes it by one rule:\n\nhₜ = tanh(U xₜ + W hₜ₋₁)\n\nU says what the token adds, W what the memory makes of itself, and tanh squeezes the sum between −1 and 1.',
  'forward.walk':
    'Here are the numbers. At the first step the memory is zero, so only the column of U counts. At the second step W h joins in.',
  'forward.walk.do':
    'Go forward with the ▶ button (or the arrow key), at least five stages, and follow one of the numbers by hand.',
  'forward.same':
    'The same numbers as a picture: a column per token, a row per unit. Choose the sentence above and compare a column with what you have just computed.',
  'forward.depends':
    'And this is what the memory is good for. For a prediction, each shade says how strongly an earlier token moved it. The network is untrained: whatever it remembers, it remembers by accident.',

  'loss.title': 'Softmax and loss',
  'loss.point': 'Why training starts at ln V, and what a loss of 0.1 means.',
  'loss.start':
    'The output layer gives every token a number, its logit. Softmax turns logits into probabilities: exponentiate, divide by the sum. Press any character to see that sum done. The loss of one prediction is −ln p, p being the probability of the token that really came.',
  'loss.equal':
    'Untrained, the weights are small, so all logits are near 0 and all probabilities near 1/V. The loss is then −ln(1/V) = ln V. That is why the curve will start at this dotted line and nowhere else. If yours ever starts far above, something is wrong with the initialisation.',
  'loss.train': 'Now let it learn.',
  'loss.train.do': 'Press Train, and wait until the loss has fallen below 0.1.',
  'loss.perplexity':
    'A loss of 0.1 means: on (geometric) average the right token got e^−0.1 ≈ 0.90. And e^0.1 ≈ 1.1 is the perplexity: the network is as unsure as if it had to choose among 1.1 tokens. At the start it was e^ln V = V tokens.',

  'bptt.title': 'Backpropagation through time',
  'bptt.point': 'How a mistake at the end of a sentence finds the weights at its beginning.',
  'bptt.back':
    'To improve, the network must know for every weight: if it were a little larger, would the loss rise or fall, and how fast? That number is the gradient. BPTT computes all of them in one pass, backwards through the steps just taken.',
  'bptt.split':
    'A hidden state has two ways to do harm: through its own output, Vᵀ(pₜ − yₜ), and through the next hidden state, Wᵀδₜ₊₁. Both are added; times 1 − hₜ², the slope of tanh, that is δₜ.',
  'bptt.split.do':
    'The last step has no future. Go on backwards to a step in the middle, to where both parts are added.',
  'bptt.sum':
    'W was used at every step, so every step adds its share: δₜ times hₜ₋₁. Watch the matrix fill. When all shares are in, that is dW; the update subtracts it, times the learning rate.',
  'bptt.sum.do': 'Go on to the update.',
  'bptt.check':
    'Do you believe it? There is a way to check without any calculus: change one weight a little and look at the loss.',
  'bptt.check.do': 'Check every gradient.',

  'rate.title': 'The learning rate',
  'rate.point': 'Too small, right, too large; and the rule that halves it.',
  'rate.small':
    'The gradient says which way is down, not how far to go. How far is the learning rate, η. Let us begin with a timid one: 0.002.',
  'rate.small.do': 'Press Train, for 300 epochs.',
  'rate.larger':
    'That went downhill, but slowly. Now 0.2, a hundred times as much; it applies at once, to the network as it is.',
  'rate.larger.do': 'Press Train, until the loss is below 0.1.',
  'rate.tooLarge': 'More is better, then? Take the tanh away, so that nothing keeps the numbers small, and set η = 5.',
  'rate.tooLarge.do': 'Press Train.',
  'rate.back':
    'Each step overshot and landed where the slope is steeper still; the next overshot further. After a few steps the numbers are too large to be numbers. This is divergence.',
  'rate.back.do': 'Go back to the last good weights.',
  'rate.halving':
    'The tutorial has a simple remedy: every few epochs it looks at the loss, and if it has risen, it halves the learning rate. Here is a rate that is far too bold, with that rule on.',
  'rate.halving.do':
    'Press Train, and wait for a small triangle above the curve: there the rate was halved. Point at it to see why.',

  'listing.title': 'The bug in the listing',
  'listing.point': 'A network that learns although its gradients are wrong, and how to catch it.',
  'listing.code':
    'This is the tutorial’s program, number for number. Forward it computes h[t] = U x[t] + W h[t−1], without a tanh. Backward it multiplies by 1 − h[t]², which is the derivative of tanh. One of the two lines is wrong.\n\nNobody noticed, for it learns: the loss falls.',
  'listing.red': 'A falling loss proves nothing. A gradient check does.',
  'listing.red.do': 'Check every gradient.',
  'listing.green':
    'Off the diagonal: U and W, everything whose gradient passes through that factor. On the diagonal: V, which comes after it. So the check even tells you where to look.',
  'listing.green.do': 'Put the tanh in and check again.',
  'listing.moral':
    'Whoever writes a backward pass by hand should write the check first. Every cell of this engine goes through it in the tests.',

  'vanishing.title': 'Vanishing gradients, and what gates do',
  'vanishing.point': 'Why a plain RNN forgets, measured on your own network.',
  'vanishing.text':
    'Three lines that differ only in their brackets. Which bracket closes a line is decided by the one that opened it, eight characters earlier. First let a plain RNN learn them.',
  'vanishing.text.do': 'Press Train, for 100 epochs.',
  'vanishing.flow':
    'The words are right, but the closing brackets are guesses: at least one in the last column is wrong. Why? See what share of the gradient of a step is left k steps earlier. Each step back multiplies by Wᵀ and by 1 − h² ≤ 1. The scale is logarithmic: wherever the curve falls, the gradient shrinks by a factor. After eight steps hardly anything is left to learn the opening bracket by.',
  'vanishing.compare':
    'Do a GRU and an LSTM fare better on the same text? The LSTM here starts with a bias of 3 in its forget gate, so the gate is nearly open.',
  'vanishing.compare.do': 'Press “Compare with the other cells”.',
  'vanishing.gates':
    'The LSTM’s curve no longer sinks all the way; the GRU’s does. To have a gate is not enough, it must be open: the GRU’s starts half closed, and half is forgotten at every step.\n\nNow let the LSTM learn.',
  'vanishing.gates.do': 'Press Train, for 100 epochs, and look at the three closing brackets.',
  'vanishing.open':
    'All three are right. This is its forget gate f: per unit and character, how much of the cell state is kept. cₜ = f ⊙ cₜ₋₁ + i ⊙ g has no matrix between cₜ₋₁ and cₜ. Units whose f is near 1 carry the opening bracket to the end of the line, and the gradient comes back the same way.',
  'vanishing.race':
    'Last, all three at once: whose loss gets to the bottom? Where one character back is all it takes, a plain RNN will do. It is for long memories that one needs gates.',
  'vanishing.race.do': 'Start the race, and look at the price as well: parameters and tokens per second.',

  'memorising.title': 'Learning by heart and learning',
  'memorising.point': 'Two losses that part ways.',
  'memorising.split':
    'Forty first names. A fifth of them is held out: the network is never trained on them, only examined. If it has learnt how names are made, it will do well on them too. If it has learnt the list, it will not.',
  'memorising.train': 'There are two curves now.',
  'memorising.train.do': 'Press Train, for 60 epochs.',
  'memorising.gap':
    'First both fall: what helps with the thirty-two helps with the others, endings such as -ina or -el. A few epochs on, the training loss goes on falling and the held-out loss turns upwards. From there on the network learns by heart. The place to stop was the lowest point of the dashed curve.',
  'memorising.write':
    'Type a letter and see what it continues with. Names from the list? Then it remembers. Names that could be? Then it has learnt. With a few dozen examples it is mostly the first.',
};
