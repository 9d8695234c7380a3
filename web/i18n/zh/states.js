export default /** @satisfies {import('../index.js').Translation<'states'>} */ ({
  lede: '网络读完一个{piece}后往下传的全部内容：每行一个隐藏单元，每列一个{piece}，随训练实时变化。',
  explanation:
    '每读完一个{piece}，网络得到 H 个数，这就是隐藏状态 h。输出层看到的只有这 H 个数；RNN 和 GRU 对前文的全部了解也都在其中。两句话若要接出不同的下文，在这里就必须留下不同的列。\n\n蓝色为正，橙色为负，与背景同色是 0。点一行（或用方向键选中再按回车），就能顺着文字看这一个隐藏单元：有的慢慢有了含义，多数则共同编码信息。\n\nGRU 和 LSTM 还有门，取值在 0 和 1 之间，决定旧状态留下多少：GRU 的 z、LSTM 的 f 接近 1 表示“留住”。LSTM 的细胞状态 c 是它的长期记忆，h 是输出门 o 放出来的那部分。',
  what: '显示哪个量',
  picture: '{quantity}：隐藏单元 × {piece}',
  cell: '读完“{token}”（第 {step} 步）后 {symbol}[{unit}] = {value}',
  largest:
    '变化最大的是第 {unit} 个隐藏单元：读“{token}”（第 {step} 步）时从 {before} 变到 {after}，变化 {change}。每一步变化最大的都加了框。',
  largestAt: '读“{token}”（第 {step} 步）时，第 {unit} 个隐藏单元变化最大：从 {before} 变到 {after}，变化 {change}。',
  reading: '第 {unit} 个隐藏单元怎样读这句话：每个{piece}之后的 {symbol}',
  'quantity.hidden': '隐藏状态 h',
  'quantity.change': 'h 相对上一步的变化 Δh',
  'quantity.preActivation': '预激活 a',
  'quantity.cell': '细胞状态 c',
  'quantity.r': '重置门 r',
  'quantity.z': '更新门 z',
  'quantity.n': '候选状态 n',
  'quantity.i': '输入门 i',
  'quantity.f': '遗忘门 f',
  'quantity.g': '候选内容 g',
  'quantity.o': '输出门 o',
});
