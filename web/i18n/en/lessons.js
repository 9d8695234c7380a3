export default /** @satisfies {import('../index.js').Strings} */ ({
  lede: 'Eight short ones, on this very page. Each sets the text and the settings, and waits for you to do the thing yourself.',
  explanation:
    'A lesson takes over the text and the settings of the page and tells you, step by step, what to look at and what to do. Nothing is pre-recorded: it is the same network, and you can stop at any time. When you leave a lesson early, your own text and settings come back; when you finish it, the page stays as the lesson left it, and Undo is there.',
  minutes: ({ count }, f) => `about ${f.plural(count, { one: '# minute', other: '# minutes' })}`,
  place: '{place} of {total}',
  back: 'Back',
  next: 'Next',
  skip: 'Skip',
  nextLesson: 'Next lesson: {title}',
  fold: 'Less',
  unfold: 'More',
  move: 'Move',
  finished: ', completed',
  finish: 'Finish',
  leave: 'Leave and restore my text',
  keys: 'F6 moves between this card and what it is about.',
  example: 'Use an example in {language}',
  tutorial: '“The tutorial” is a post in Chinese with a short program in numpy: {title} ({author}, {date}).',
  tutorialSource: 'The article that it follows',

  'sees.title': 'What the network sees',
  'sees.point': 'Characters become numbers, and the task is to predict the next one.',
  'sees.ids':
    'The network never sees a character. The text is cut into tokens, here characters, and each different token gets a number, its id. The list of them is the vocabulary; its size is written |V|.\n\nThe end mark ⏎ is a token too, so there is one more than there are different characters: the network must also learn where a sentence ends.',
  'sees.type':
    'To the network, token number 4, “{fourth}”, is a vector x of |V| numbers: a 1 in place 4 and 0 everywhere else. This is called one-hot. There is no meaning in it; “{second}” is no nearer to “{first}” than to “{last}”.',
  'sees.type.do':
    'Add a character that is not in the text yet, and watch |V| grow. The network is rebuilt: its matrices have another shape now.',
  'sees.column':
    'This is U, the first matrix the token meets. It has one column per token. A matrix times a one-hot vector is just one of its columns: reading a token means looking up its column. Training changes the columns, and so gives each token its meaning. Only that of ⏎ stays as it is: ⏎ is predicted, but never read.',
  'sees.targets':
    'What is it asked? After each token, which one comes next. The upper line is what it reads, the lower what it predicts: ✓ right, ✗ wrong. The right answer is simply the text, shifted by one: under the first character of a sentence the second should stand, and under the last ⏎. Nobody had to label anything.',
  'sees.recap':
    'Remember: text becomes tokens, tokens become ids, an id picks a column of U. The task is to predict the next token, and the text itself holds the answers.',

  'forward.title': 'Forward, by hand',
  'forward.point': 'One line of arithmetic, repeated for every character.',
  'forward.rule':
    'The hidden state h is the network’s memory: here 4 numbers, one for each hidden unit. It begins as zeros, and every token changes it by one rule:\n\nhₜ = tanh(U xₜ + W hₜ₋₁)\n\nU says what the token adds, W what the memory makes of itself, and tanh squeezes the sum between −1 and 1.',
  'forward.walk':
    'Here are the numbers. At step 1 the memory is zero, so only the column of U counts. At step 2 W h joins in.',
  'forward.walk.do':
    'Press ▶ (or the right arrow key) until W h of step 2 is computed, seven times, and check one of the numbers by hand.',
  'forward.walk.do.touch': 'Tap ▶ until W h of step 2 is computed, seven times, and check one of the numbers by hand.',
  'forward.same':
    'The same numbers as a picture: a column per token, a row per hidden unit. Compare the first column with what you have just computed.',
  'forward.depends':
    'And this is what the memory is good for. For a prediction, each shade says how strongly an earlier token moved it. The network is untrained: whatever it remembers, it remembers by accident.',
  'forward.recap': 'Remember: the same U and W serve at every step; h is all that goes from one step to the next.',

  'loss.title': 'Softmax and loss',
  'loss.point': 'Why training starts at ln |V|, and what a loss of 0.1 means.',
  'loss.start':
    'The output layer gives every token a number, its logit. Softmax turns logits into probabilities: exponentiate, divide by the sum. Press any character here to see that arithmetic done. The loss of one prediction is −ln p, p being the probability of the token that really came; the loss of the text is the mean over all its predictions.',
  'loss.equal':
    'Untrained, the weights are small, so all logits are near 0 and all probabilities near 1/|V|. The loss is then close to −ln(1/|V|) = ln |V|. That is why the curve will start close to the dotted line. If yours ever starts far above, something is wrong with the initialization.',
  'loss.train': 'Now let it learn.',
  'loss.train.do': 'Press Train, and wait until the loss has fallen below 0.1.',
  'loss.perplexity':
    'A loss of 0.1 means: on (geometric) average the right token got exp(−0.1) ≈ 0.90. And exp(0.1) ≈ 1.1 is the perplexity: the network is as unsure as if it had to choose among 1.1 equally likely tokens. At the start there were exp(ln |V|) = |V| of them.',
  'loss.recap':
    'Remember: softmax makes probabilities, −ln p is the loss of one prediction, ln |V| is where knowing nothing starts, and exp of the mean loss is the perplexity.',

  'bptt.title': 'Backpropagation through time',
  'bptt.point': 'How a mistake at the end of a sentence finds the weights at its beginning.',
  'bptt.back':
    'To improve, the network must know for every weight: if it were a little larger, would the loss rise or fall, and how fast? That number is the gradient. BPTT computes all of them in one pass, backward through the steps just taken. It begins here, at the last step: probability given minus probability wanted.',
  'bptt.split':
    'A hidden state reaches the loss by two paths: through its own output, Vᵀ(pₜ − yₜ), and through the next hidden state, Wᵀδₜ₊₁. Both are added; times 1 − hₜ², the slope of tanh, that is δₜ.',
  'bptt.split.do':
    'Nothing comes after the last step. Press ▶: the stages now run backward in time. Stop at a step in the middle where both parts are added, “Total ∂L/∂h”.',
  'bptt.sum':
    'W was used at every step, so every step adds its contribution: δₜ times hₜ₋₁. Watch the matrix fill. The sum of all contributions is dW; the update is W ← W − η·dW. The number under each strip in the drawing is ‖∂L/∂h‖, the size of the whole gradient of that hidden state: what its own output and all later steps send back, together. How much of one step’s loss survives on its way back is another question; the lesson on vanishing gradients answers it.',
  'bptt.sum.do': 'Press ▶ on to the update, or drag the slider there.',
  'bptt.check':
    'Do you believe it? It can be checked without any calculus: change one weight a little and look at the loss.',
  'bptt.check.do': 'Check the gradients.',
  'bptt.recap':
    'Remember: errors run backward along the same connections; a hidden state adds up what comes from its output and from later steps; a shared weight adds up what all steps contribute.',

  'rate.title': 'The learning rate',
  'rate.point': 'Too small, right, too large; and the rule that halves it.',
  'rate.small':
    'The gradient points uphill, so an update goes the other way. How far is decided by the learning rate, η. Let us begin with a very small one: 0.002.',
  'rate.small.do': 'Press Train, for 60 epochs.',
  'rate.larger':
    'That went downhill, but hardly. Now 0.2, a hundred times as much, for as many epochs. To be fair, the network has begun again from the same initial weights; the previous curve stays, in gray.',
  'rate.larger.do': 'Press Train, for 60 epochs.',
  'rate.tooLarge':
    'More is better, then? We have removed the tanh, so that nothing keeps the numbers small, and set η = 5.',
  'rate.tooLarge.do': 'Press Train.',
  'rate.back':
    'Each update overshot and landed where the slope is steeper still; the next overshot further. After a few updates the numbers overflow (inf, NaN). This is divergence.',
  'rate.back.do':
    'In the warning below the control bar, press the second button, “Back to the best weights so far, with half the rate”.',
  'rate.halving':
    'The tutorial has a simple remedy: every few epochs it looks at the loss, and if it has risen, it halves the learning rate. The tanh is back; the rate is still much too high, 1.5, and that rule is on.',
  'rate.halving.do':
    'Press Train, and wait until the loss is below 0.1. A small triangle above the curve marks each halving; the line below the chart says why.',
  'rate.recap':
    'Remember: too small a rate wastes time, too large a one makes the loss jump or diverge. Look at the curve of the first epochs before anything else.',

  'listing.title': 'The bug in the tutorial’s code',
  'listing.point': 'A network that learns although its gradients are wrong, and how to catch it.',
  'listing.code':
    'This is the tutorial’s program, with 4 hidden units instead of 100 so that it can be read. Forward it computes h[t] = a, without a tanh. Backward it multiplies by 1 − h[t]², which would be the derivative if h were tanh(a). One of the two lines is wrong.\n\nIt learns all the same: the loss falls, so nothing looks amiss.',
  'listing.red':
    'A falling loss proves nothing. A gradient check does. The network has the tutorial’s 100 units again.',
  'listing.red.do': 'Check the gradients.',
  'listing.green':
    'Off the diagonal: U and W, everything whose gradient passes through that factor. On the diagonal: V, whose gradient does not pass through it. So the check even tells you where to look.',
  'listing.green.do': 'Put the tanh in and check again.',
  'listing.recap':
    'Remember: whoever writes a backward pass by hand should write the gradient check first. Every cell of this engine goes through it in the tests.',

  'vanishing.title': 'Vanishing gradients, and what gates do',
  'vanishing.point': 'Why a plain RNN forgets, measured on your own network.',
  'vanishing.text':
    'Three lines that differ only in their brackets. The closing bracket is predicted after the eighth character and depends on the first, seven steps back. First let a plain RNN learn them.',
  'vanishing.text.do': 'Press Train, for 100 epochs.',
  'vanishing.guess':
    'All other characters are right. But look at the closing bracket of each line, just before ⏎: all three get a probability of about a third, as if guessed at random, and only one can be right. So the loss stays at 0.12: one prediction in nine costs ln 3 ≈ 1.10.',
  'vanishing.flow':
    'Why? See how much of the gradient of step 8, the one that has to predict the closing bracket, is left k steps earlier. Each step back multiplies by Wᵀ and by 1 − h² ≤ 1. The scale is logarithmic: wherever the curve falls, the gradient shrinks by a factor. At k = 7, where the opening bracket was read, hardly any gradient is left to learn it by.',
  'vanishing.compare':
    'Do a GRU and an LSTM fare better on the same text? The LSTM is given a head start: a forget bias of 3, so its forget gate starts 95% open. A plain RNN has no gate to open. Without that bias, the LSTM is left guessing after 100 epochs, too.',
  'vanishing.compare.do':
    'Press “Compare with the other cells”, and look at k = 7: the LSTM’s curve no longer sinks all the way; the GRU’s does.',
  'vanishing.gates':
    'The LSTM’s curve stayed up; the GRU’s sank. To have a gate is not enough, it must be open. The GRU’s gate z starts half open, there is no setting here to open it, and training has closed it further, to about 0.1: nearly every character can be told from the one before, so at first it pays to forget. (Given some 2,000 epochs, this GRU learns the brackets after all; the RNN does not.)\n\nNow let the LSTM learn.',
  'vanishing.gates.do': 'Press Train, for 100 epochs, and look at the three closing brackets.',
  'vanishing.open':
    'All three brackets are right now. This is the LSTM’s forget gate f: per hidden unit and character, how much of the cell state is kept. cₜ = f ⊙ cₜ₋₁ + i ⊙ g has no matrix between cₜ₋₁ and cₜ. Units whose f is near 1 carry the opening bracket to the end of the line, and the gradient comes back the same way.',
  'vanishing.race':
    'Last, all three at once: whose loss gets to the bottom? The RNN and the GRU stop where the brackets are a guess. Where one character back is all it takes, a plain RNN will do. It is for long memories that one needs gates, and open ones.',
  'vanishing.race.do': 'Start the race, and look at the cost as well: parameters and tokens per second.',
  'vanishing.recap':
    'Remember: going back in time, the gradient of a plain RNN is multiplied by Wᵀ and by the slope of tanh again and again; mostly it vanishes, sometimes it explodes. A path without a matrix, kept open by a gate, lets it through.',

  'memorizing.title': 'Memorizing vs. generalizing',
  'memorizing.point': 'Two losses that part ways: overfitting, and when to stop.',
  'memorizing.split': ({ names }, f) =>
    `Forty first names. Every fifth is held out (such names are also called a validation set): the network is never trained on it, only evaluated. Here these are ${f.list(names, 'and')}.\n\nIf the network has learned how names are made, it will do well on them too: it generalizes. If it has memorized the list, it will not: it overfits.`,
  'memorizing.train':
    'There are two curves now: the solid one of the training set, the dashed one of the held-out names.',
  'memorizing.train.do': 'Press Train, for 60 epochs.',
  'memorizing.gap':
    'First both fall: what helps with the thirty-two helps with the others, such as how names begin and end. A few epochs on, the training loss goes on falling and the held-out loss turns upward: from there on the network overfits. The place to stop was the lowest point of the dashed curve. To stop there is called early stopping.',
  'memorizing.write':
    'Type the beginning of a name and see how it goes on. Names from the list? Then it has memorized them. Names that could be, but are not in the list? Then it generalizes. With a few dozen examples it is mostly the first.',
  'memorizing.recap':
    'Remember: the training loss alone does not say what has been learned. Hold some data out, watch its loss, and stop where it is lowest. More data helps most.',
});
