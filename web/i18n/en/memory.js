export default /** @satisfies {import('../index.js').Strings} */ ({
  lede: 'Choose a prediction and see which earlier {piece}s it depends on.',
  explanation:
    'For the chosen prediction the engine takes the logit of one token and sends its gradient back through time, to the input of every earlier step. The norm ‖∂o/∂x‖ says how strongly that {piece}, had it been a little different, would have moved the logit. A dark {piece} was remembered; a pale one was forgotten, or never mattered.\n\nIn the triangle each row is a prediction and each column an earlier {piece}. Scaled by row, the darkest cell of each row is the {piece} that mattered most for it; on one scale for all, the rows can be compared with one another.\n\nThe measure is a slope at this very point: it tells what a small change would do, not what a different {piece} would have done.',
  prediction: 'Prediction',
  of: 'Logit of',
  target: 'the target token',
  predicted: 'the most probable token',
  scale: 'Color scale',
  'scale.row': 'within each row',
  'scale.absolute': 'one scale for all',
  'legend.row': 'relative to the row’s largest',
  'legend.absolute': '‖∂o/∂x‖',
  question: 'How strongly did each {piece} move the logit of “{token}” after step {position}? ‖∂o/∂x‖ under each:',
  all: 'All predictions of the sentence',
  later: 'comes later: it cannot matter',
  cell: '“{from}” (step {fromStep}) on the prediction after step {step}: {value}',
  cut: 'The triangle shows the first {count} predictions.',
});
