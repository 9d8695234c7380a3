/** 文本学到了什么程度，最多能学到什么程度。 */

export default /** @satisfies {import('../index.js').Translation<'learned'>} */ ({
  score: '已学会：预测准确率 {right}。',
  next: '接下来可以改一句话，或者点开网络的任何部分，看它是怎么做到的。',
  bound: ({ bound, beginning, followers }, f) =>
    `这里最多只能对 ${bound}：“${beginning}”之后可能是${f.list(followers, 'or')}。`,
  boundMore: ({ bound, beginning, followers, more }, f) =>
    `这里最多只能对 ${bound}：“${beginning}”之后可能是${f.list(followers, 'or')}，另有 ${f.integer(more)} 处开头也有多种接法。`,
});
