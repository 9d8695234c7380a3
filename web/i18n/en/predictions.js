export default {
  heading: 'Predictions',
  lede: 'Under each character: the one the network expects next, and how sure it is.',
  explanation:
    'At every character the network has read the sentence up to there, and answers with a probability for each token of the vocabulary. Shown is the most probable one: ✓ if it is what really comes next, ✗ if not. The line under it is as long as its probability.\n\nSome errors cannot be helped: two sentences that begin alike give the network nothing to tell them apart by. Then the best answer is to be as unsure as the text is.\n\nPress a character to see the other candidates.',
  rows: 'Predicted next characters',
  which: 'Which sentences',
  training: 'Training sentences',
  heldOut: 'Held-out sentences',
  none: 'Nothing to predict yet.',
  previous: 'Previous',
  next: 'Next',
  range: 'sentences {from}–{to} of {total}',
  details: 'Most probable next tokens',
  after: 'After {text}',
  'cell.right': 'After {given}: {predicted}, {probability}, right',
  'cell.wrong': 'After {given}: {predicted}, {probability}, wrong, it is {expected}',
  'cell.open': 'After {given}: {predicted}, {probability}',
};
