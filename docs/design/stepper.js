// Puts the mock-up's card together: head, loop, question with its answer and the one button, graph beside formula.
const phaseId = query.get('phase') ?? 'backward';
const width = +(query.get('width') ?? 1400);
const narrow = width < 760;
document.documentElement.dataset.theme = query.get('theme') ?? 'light';
const card = document.getElementById('card');
card.style.setProperty('--width', `${width}px`);
card.classList.toggle('narrow', narrow);
const line = (left, ...rest) =>
  `<div class="line"><span>${left}</span><span>= ${rest.join('<br>= ')}</span></div>`;
const t = (kind, text) => tag(kind, text);
const neg = v => (v < 0 ? `(${n(v)})` : n(v));

const formulas = {
  forward: () =>
    line(
      t('z', '<i>z</i>₁'),
      `${t('weight', '<i>w</i>₁₁')} ${t('input', '<i>x</i>₁')} + ${t('weight', '<i>w</i>₁₂')} ${t('input', '<i>x</i>₂')} + ${t('bias', '<i>b</i>₁')}`,
      `${t('weight', n(before.w1[0][0], 2))} · ${t('input', n(f0.x[0], 1))} + ${t('weight', `(${n(before.w1[0][1], 2)})`)} · ${t('input', `(${n(f0.x[1], 1)})`)} + ${t('bias', `(${n(before.b1[0], 2)})`)}`,
      t('z', `<b>${n(f0.z1[0])}</b>`)
    ) +
    line(
      t('activation', '<i>a</i>₁'),
      `tanh(${t('z', '<i>z</i>₁')})`,
      `tanh(${t('z', n(f0.z1[0]))})`,
      t('activation', `<b>${n(f0.a1[0])}</b>`)
    ),
  loss: () =>
    line(
      t('loss', 'ℓ'),
      `−ln ${t('activation', '<i>ŷ</i>')}`,
      `−ln ${t('activation', n(f0.a2))}`,
      t('loss', `<b>${n(f0.loss)}</b>`)
    ) +
    line(
      t('loss', '<i>L</i>'),
      `¼ (${passes.map(f => t('loss', n(f.loss))).join(' + ')})`,
      t('loss', `<b>${n(batchLoss)}</b>`)
    ),
  backward: () =>
    line(
      `∂${t('loss', 'ℓ')}/∂${t('weight', '<i>w</i>₁⁽²⁾')}`,
      `${t('gradient', 'δ')} · ${t('activation', '<i>a</i>₁')}`,
      `${t('gradient', neg(shares[0].d2))} · ${t('activation', neg(f0.a1[0]))}`,
      t('gradient', `<b>${n(shares[0].w2[0])}</b>`)
    ) +
    `<h3>${pick('All four samples', '全部四个样本')}</h3><table><tr><th>${pick('sample', '样本')}</th><th>δ</th><th>a₁</th><th>δ · a₁</th></tr>${passes
      .map(
        (f, i) =>
          `<tr class="${i ? '' : 'on'}"><td>${i + 1} · ${f.y ? 'Gentoo' : 'Adelie'}</td><td class="gradient">${n(shares[i].d2)}</td><td class="activation">${n(f.a1[0])}</td><td class="gradient">${n(shares[i].w2[0])}</td></tr>`
      )
      .join(
        ''
      )}<tr class="sum"><td>${pick('mean: ∂L/∂w₁⁽²⁾', '平均：∂L/∂w₁⁽²⁾')}</td><td></td><td></td><td class="gradient">${n(g)}</td></tr></table>`,
  update: () =>
    line(
      t('weight', '<i>w</i>₁⁽²⁾'),
      `${t('weight', '<i>w</i>₁⁽²⁾')} − η · ∂${t('loss', '<i>L</i>')}/∂${t('weight', '<i>w</i>₁⁽²⁾')}`,
      `${t('weight', n(before.w2[0]))} − 0.5 · ${t('gradient', neg(g))}`,
      t('weight', `<b>${n(after.w2[0])}</b>`)
    ),
  after: () =>
    `<h3>${pick('Before and after the step', '更新前后')}</h3><table><tr><th>${pick('sample', '样本')}</th><th>ŷ</th><th></th><th>ℓ</th><th></th></tr>${passes
      .map(
        (f, i) =>
          `<tr class="${i ? '' : 'on'}"><td>${i + 1} · ${f.y ? 'Gentoo' : 'Adelie'}</td><td class="was">${n(f.a2)}</td><td class="activation">${n(again[i].a2)}</td><td class="was">${n(f.loss)}</td><td class="${again[i].loss < f.loss ? 'down' : 'up'}">${again[i].loss < f.loss ? '▼' : '▲'} ${n(again[i].loss)}</td></tr>`
      )
      .join(
        ''
      )}<tr class="sum"><td>${pick('mean L', '平均 L')}</td><td></td><td></td><td class="was">${n(batchLoss)}</td><td class="down">▼ ${n(batchAgain)}</td></tr></table>`
};

const icon = d =>
  `<svg viewBox="0 0 20 20" style="display:inline-block;width:14px;vertical-align:-2px"><path d="${d}" fill="currentColor" stroke="currentColor" stroke-width="1.6"/></svg>`;
const at = phases.findIndex(p => p.id === phaseId);
const q = questions[phaseId];
const ticks = (p, i) =>
  Array.from(
    { length: p.steps },
    (_, k) =>
      `<i class="${i < at || (i === at && k < q.at) ? 'done' : i === at && k === q.at ? 'at' : ''}"></i>`
  ).join('');
const last = phaseId === 'after';
const graphWidth = narrow ? width - 2 : Math.round((width - 2) * 0.5556);
const legendOf = back =>
  `<span><i style="background:var(--positive)"></i>+</span><span><i style="background:var(--negative)"></i>−</span><span>${back ? pick('width: how strongly the loss reacts', '线宽：损失的敏感程度') : pick('width: size of the weight', '线宽：权重的大小')}</span>${last ? `<span><i style="background:var(--quiet);opacity:.4"></i>${pick('before', '更新前')}</span>` : ''}`;
const small = graphWidth < 560;

card.innerHTML = `
  <div class="head"><b>${pick('2 inputs → 3 tanh → 1 sigmoid', '2 个输入 → 3 个 tanh → 1 个 sigmoid')}</b>${narrow ? '' : `<span class="quiet">${pick('binary cross-entropy · SGD, η 0.5', '二元交叉熵 · SGD，η 0.5')}</span>`}
    <span class="end"><button class="pick">${narrow ? '1/4 ▾' : `${pick('sample', '样本')} 1/4 · Gentoo ▾`}</button>${narrow ? '' : `<button class="pick">${pick('by neuron', '按神经元')} ▾</button>`}<button class="pick" aria-label="help">?</button><button class="pick" aria-label="more">⋯</button></span></div>
  <div class="loop">${phases.map((p, i) => `<div class="phase ${i === at ? 'now' : i > at ? 'later' : ''}" style="--hue:${p.hue};${narrow && i === at ? 'flex-grow:1.7' : ''}"><b>${narrow && i !== at ? p.short : p.name}</b>${narrow && i !== at ? '' : `<span>${i < at || (i === at && p.steps === 1) ? p.gave : '&nbsp;'}</span>`}<div class="ticks">${ticks(p, i)}</div></div>`).join('')}</div>
  <div class="ask"><div><h2>${q.ask}</h2><p class="answer">${q.answer}</p></div>
    ${narrow ? '' : transport()}</div>
  ${narrow ? `<div class="ask" style="padding-top:0">${transport()}</div>` : ''}
  <div class="body"><div>${drawGraph(phaseId, graphWidth, small)}<div class="legend">${legendOf(phaseId === 'backward')}</div></div><div class="formula">${formulas[phaseId]()}</div></div>
  <div class="more"><b>▸ ${pick('more', '更多')}</b><span>${pick('parameters, samples, matrices', '参数、样本、矩阵')}</span></div>`;

function transport() {
  return `<div><div class="go"><button aria-label="back">◂</button><button class="step" ${last ? 'disabled style="opacity:.4"' : ''}>${pick('Step', '下一步')} ▸</button><button aria-label="next phase">${icon('M4 4l8 6-8 6zM13 4v12')}</button><button>${icon('M5 3l11 7-11 7z')} ${pick('Play', '播放')}</button></div><p class="next">${q.next}</p></div>`;
}

document.getElementById('knobs').innerHTML = phases
  .map(
    p =>
      `<a href="?phase=${p.id}&width=${width}&theme=${document.documentElement.dataset.theme}${zh ? '&lang=zh' : ''}">${p.id}</a>`
  )
  .join('');
