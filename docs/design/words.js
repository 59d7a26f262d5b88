// The mock-up's sentences, in English and Chinese. `n` writes a number with a true minus sign.
const query = new URLSearchParams(location.search);
const zh = query.get('lang') === 'zh';
const n = (value, digits = 3) =>
  value
    .toFixed(digits)
    .replace('-', '−')
    .replace(/^−(0\.?0*)$/, '$1');
const signed = (value, digits) => (value > 0 ? '+' : '') + n(value, digits);
const pick = (en, cn) => (zh ? cn : en);
const tag = (kind, text) => `<span class="${kind}">${text}</span>`;
const f0 = passes[0];
const g = grad.w2[0];

const phases = [
  {
    id: 'forward',
    hue: 'var(--z)',
    name: pick('Forward', '正向传播'),
    short: pick('Forward', '正向'),
    gave: `ŷ = ${n(f0.a2)}`,
    steps: 4
  },
  {
    id: 'loss',
    hue: 'var(--loss)',
    name: pick('Loss', '损失'),
    short: pick('Loss', '损失'),
    gave: `ℓ = ${n(f0.loss)}`,
    steps: 1
  },
  {
    id: 'backward',
    hue: 'var(--gradient)',
    name: pick('Backward', '反向传播'),
    short: pick('Back', '反向'),
    gave: pick('13 gradients', '13 个梯度'),
    steps: 4
  },
  {
    id: 'update',
    hue: 'var(--bias)',
    name: pick('Update', '更新'),
    short: pick('Update', '更新'),
    gave: 'w ← w − η·∂L/∂w',
    steps: 4
  },
  {
    id: 'after',
    hue: 'var(--update)',
    name: pick('Did it help?', '有帮助吗？'),
    short: pick('Helped?', '有用吗'),
    gave: `L ${n(batchLoss)} → ${n(batchAgain)}`,
    steps: 1
  }
];

const questions = {
  forward: {
    at: 0,
    ask: pick('What does the hidden neuron h₁ answer?', '隐藏神经元 h₁ 给出什么？'),
    answer: pick(
      `It adds up its weighted inputs to z = ${n(f0.z1[0])}; tanh turns that into its answer, <b>a = ${n(f0.a1[0])}</b>.`,
      `它把加权输入相加，得到 z = ${n(f0.z1[0])}；tanh 再把它变成输出 <b>a = ${n(f0.a1[0])}</b>。`
    ),
    next: pick('next: neuron h₂', '下一步：神经元 h₂')
  },
  loss: {
    at: 0,
    ask: pick('How wrong is the answer for this penguin?', '对这只企鹅，答案错了多少？'),
    answer: pick(
      `The network gives Gentoo ${n(f0.a2)} where 1 would be right: <b>ℓ = −ln ${n(f0.a2)} = ${n(f0.loss)}</b>. The mean of all four samples is L = ${n(batchLoss)}.`,
      `正确答案是 1（Gentoo），网络给出 ${n(f0.a2)}：<b>ℓ = −ln ${n(f0.a2)} = ${n(f0.loss)}</b>。四个样本的平均损失是 L = ${n(batchLoss)}。`
    ),
    next: pick('next: backward, from ŷ', '下一步：从 ŷ 反向传播')
  },
  backward: {
    at: 0,
    ask: pick(
      'How much would the loss change with w₁⁽²⁾, the weight from h₁ to ŷ?',
      '从 h₁ 到 ŷ 的权重 w₁⁽²⁾ 变动时，损失变化多少？'
    ),
    answer: pick(
      `<b>∂L/∂w₁⁽²⁾ = ${signed(g)}</b>: raise the weight by 0.01 and the loss ${g > 0 ? 'rises' : 'falls'} by about ${n(Math.abs(g) / 100, 4)}. So the update will ${g > 0 ? 'lower' : 'raise'} it.`,
      `<b>∂L/∂w₁⁽²⁾ = ${signed(g)}</b>：权重增加 0.01，损失约${g > 0 ? '上升' : '下降'} ${n(Math.abs(g) / 100, 4)}。所以更新时要把它调${g > 0 ? '小' : '大'}。`
    ),
    next: pick('next: weight w₂⁽²⁾', '下一步：权重 w₂⁽²⁾')
  },
  update: {
    at: 0,
    ask: pick('Where does w₁⁽²⁾ go?', 'w₁⁽²⁾ 更新到哪里？'),
    answer: pick(
      `Against its gradient, by η = 0.5 of it: <b>${n(before.w2[0])} → ${n(after.w2[0])}</b>.`,
      `沿梯度的反方向走 η = 0.5 倍：<b>${n(before.w2[0])} → ${n(after.w2[0])}</b>。`
    ),
    next: pick('next: weight w₂⁽²⁾', '下一步：权重 w₂⁽²⁾')
  },
  after: {
    at: 0,
    ask: pick(
      'Did it help? The same four penguins, with the new weights',
      '有帮助吗？用新权重再算这四只企鹅'
    ),
    answer: pick(
      `Yes: the batch’s loss fell by ${n(batchLoss - batchAgain)} to <b>${n(batchAgain)}</b>. For this sample ŷ went from ${n(f0.a2)} to <b>${n(again[0].a2)}</b>, ${again[0].a2 > f0.a2 ? 'towards its target 1' : 'away from its target 1: one step serves the four samples together, not each of them'}.`,
      `有：批次损失下降了 ${n(batchLoss - batchAgain)}，降到 <b>${n(batchAgain)}</b>。这个样本的 ŷ 从 ${n(f0.a2)} 变为 <b>${n(again[0].a2)}</b>，${again[0].a2 > f0.a2 ? '更接近目标 1' : '离目标 1 更远：一步更新照顾的是整个批次，而不是每个样本'}。`
    ),
    next: pick('end of iteration 1', '第 1 次迭代结束')
  }
};
