/** The tutorial that this page grew out of. Its own address is not known; `source` is the article it follows. */
export const tutorial = Object.freeze({
  title: 'RNN例子解释前向传导和后向反向传播',
  author: 'WA自动机~',
  date: '2021-09-14',
  source: 'https://zhuanlan.zhihu.com/p/371849556',
});
