/** 训练出了什么问题、原因是什么、按下按钮会怎样修正。 */

export default /** @satisfies {import('../index.js').Translation<'diagnosis'>} */ ({
  diverged: '损失已溢出（inf 或 NaN）：学习率 {rate} 下，每次更新都让结果更差。训练已停止。',
  tooHigh: '损失比训练之前还高：学习率 {rate} 太大，每次更新都越过了最低点。可以调小学习率，或交给页面选择。',
  oscillating: '损失不再下降：对这段文本来说，学习率 {rate} 下的更新步长过大，前后相互抵消。',
  plateauTooHigh: '损失停在远高于最低可能值的地方：对这种优化器来说，学习率 {rate} 太大了，{to} 比较合适。',
  spiking: '本来已经学会，损失却突然升高：接近最低点时，学习率 {rate} 偏大。',
  tooLow: '损失几乎不动：对当前优化器来说，学习率 {rate} 太小。',
  truncated: '损失不再下降：梯度只回传 {truncate} 个时间步，而最长的一行有 {longest} 个词元。',
  tooSmall: '损失不再下降：{hiddenSize} 个隐藏单元装不下这段文本里需要记住的内容。',
  forgetting: '损失不再下降：有的信息至少要记住 {context} 个词元，而当前的循环单元记不了这么久。',
  linear: '损失不再下降：没有非线性激活函数，网络只能把读到的内容线性相加。',
  stuck: '损失不再下降，离这段文本能达到的最低损失还很远。',
  'mend.choose': '改用适合这段文本的设置重新训练：{changes}',
  'mend.set': '改为 {changes} 重新训练',
  'mend.live': '改为 {changes} 继续训练',
  mended: '已修改：{changes}。',
});
