// The mock-up's graph: capsules with z, the activation's curve and a; biases as stubs; ghosts of the old weights.
const curves = { tanh: t => Math.tanh(3 * t), σ: t => 2 / (1 + Math.exp(-5 * t)) - 1 };

function curve(kind, x, y, size) {
  const points = Array.from({ length: 21 }, (_, i) => i / 10 - 1).map(
    t => `${x + t * size},${y - curves[kind](t) * size * 0.8}`
  );
  return `<polyline points="${points.join(' ')}" fill="none" stroke="var(--quiet)" stroke-width="1.4"/>`;
}

const sign = value => (value < 0 ? 'var(--negative)' : 'var(--positive)');
const path = (a, b) => {
  const mid = (a.x + b.x) / 2;
  return `M${a.x} ${a.y}C${mid} ${a.y} ${mid} ${b.y} ${b.x} ${b.y}`;
};

function edge(a, b, value, { strong = true, ghost, back = false, scale = 7 } = {}) {
  const width = v => Math.max(1, Math.abs(v) * scale).toFixed(2);
  const d = path(a, b);
  const old =
    ghost === undefined
      ? ''
      : `<path d="${d}" fill="none" stroke="var(--quiet)" opacity=".3" stroke-width="${+width(ghost) + 3}"/>`;
  const colour = strong ? sign(value) : 'var(--line)';
  const arrow =
    back && strong ? ` marker-start="url(#back-${value < 0 ? 'minus' : 'plus'})" stroke-dasharray="9 4"` : '';
  return `${old}<path d="${d}" fill="none" stroke="${colour}" stroke-width="${strong ? width(value) : 1.5}"${arrow}/>`;
}

/** A neuron: z | curve | a in one capsule, upright where the page is narrow. */
function neuron({ x, y, w, h, name, kind, z, a, delta, on, small }) {
  const fade = on ? 1 : 0.72;
  const cut = small
    ? ''
    : `<path d="M${x - w / 6} ${y - h / 2}v${h}M${x + w / 6} ${y - h / 2}v${h}" stroke="var(--line)"/>`;
  const at = small ? { z: [x, y - 8], a: [x, y + 16] } : { z: [x - w / 3, y + 5], a: [x + w / 3, y + 5] };
  const size = small ? 12 : 13.5;
  return `<g opacity="${fade}"><rect x="${x - w / 2}" y="${y - h / 2}" width="${w}" height="${h}" rx="${small ? 10 : h / 2}" fill="var(--back)" stroke="var(--activation)" stroke-width="${on ? 2.5 : 1.5}"/>${cut}
    ${small ? `<path d="M${x - w / 2} ${y}h${w}" stroke="var(--line)"/>` : curve(kind, x, y, w / 11)}
    <text x="${at.z[0]}" y="${at.z[1]}" text-anchor="middle" font-size="${size}" style="fill:var(--z)">${z}</text>
    <text x="${at.a[0]}" y="${at.a[1]}" text-anchor="middle" font-size="${size}" font-weight="600" style="fill:var(--activation)">${a}</text></g>
    <text x="${x}" y="${y - h / 2 - 7}" text-anchor="middle" font-size="12" style="fill:var(--quiet)">${name}</text>
    ${delta ? `<text x="${x}" y="${y + h / 2 + 16}" text-anchor="middle" font-size="12.5" style="fill:var(--gradient)">δ ${delta}</text>` : ''}`;
}

const stub = (x, y, value, label, on, scale) =>
  `<path d="M${x} ${y + 17}V${y}" stroke="var(--bias)" stroke-width="${Math.max(2, Math.abs(value) * scale)}" opacity="${on ? 1 : 0.5}"/>` +
  `<text x="${x + 9}" y="${y + 15}" font-size="12" style="fill:var(--bias)" opacity="${on ? 1 : 0.7}">${label}</text>`;

function drawGraph(phase, W, small) {
  const H = small ? 310 : 330;
  const now = phase === 'after' ? again[0] : passes[0];
  const p = phase === 'after' ? after : before;
  const back = phase === 'backward';
  const w = small ? 58 : 150;
  const h = small ? 54 : 44;
  const ys = small ? [50, H / 2, H - 50] : [54, H / 2, H - 58];
  const ins = [H / 2 - 62, H / 2 + 62];
  const X = small ? [34, W * 0.4, W * 0.66, W - 54] : [W * 0.17, W * 0.42, W * 0.68, W - 84];
  const on1 = i => (phase === 'forward' ? i === 0 : phase === 'after' || (back && i === 0));
  const outOn = phase !== 'forward';
  let s = `<defs>${['plus', 'minus'].map(k => `<marker id="back-${k}" viewBox="0 0 8 8" refX="1" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M8 0L0 4L8 8z" fill="var(--${k === 'plus' ? 'positive' : 'negative'})"/></marker>`).join('')}</defs>`;
  before.w1.forEach((row, i) =>
    row.forEach((_, j) => {
      const strong = phase === 'after' || (phase === 'forward' && i === 0);
      s += edge({ x: X[0] + 24, y: ins[j] }, { x: X[1] - w / 2, y: ys[i] }, p.w1[i][j], {
        strong,
        ghost: phase === 'after' ? before.w1[i][j] : undefined
      });
    })
  );
  before.w2.forEach((_, i) => {
    const asked = (back || phase === 'update') && i === 0;
    const strong = phase === 'after' || asked;
    s += edge(
      { x: X[1] + w / 2, y: ys[i] },
      { x: X[2] - w / 2, y: H / 2 },
      back ? grad.w2[i] : phase === 'update' ? after.w2[i] : p.w2[i],
      {
        strong,
        back,
        scale: back ? 32 : 7,
        ghost: phase === 'after' || (phase === 'update' && asked) ? before.w2[i] : undefined
      }
    );
  });
  s += `<path d="M${X[2] + w / 2} ${H / 2}H${X[3] - (small ? 50 : 75)}" stroke="${back ? 'var(--gradient)' : 'var(--quiet)'}" stroke-width="1.5" ${back ? 'stroke-dasharray="6 4"' : ''}/>`;
  const names = pick(['bill length', 'bill depth'], ['喙长', '喙深']);
  f0.x.forEach((x, j) => {
    const on = phase !== 'backward' && phase !== 'update' && phase !== 'loss';
    s += `<g opacity="${on ? 1 : 0.72}"><circle cx="${X[0]}" cy="${ins[j]}" r="23" fill="var(--back)" stroke="var(--input)" stroke-width="2"/><text x="${X[0]}" y="${ins[j] + 5}" text-anchor="middle" font-size="13" style="fill:var(--input)">${n(x, 1)}</text></g>`;
    s += small
      ? `<text x="${X[0]}" y="${ins[j] - 30}" text-anchor="middle" font-size="12" style="fill:var(--quiet)">x${'₁₂'[j]}</text>`
      : `<text x="${X[0] - 32}" y="${ins[j] + 4}" text-anchor="end" font-size="12.5" style="fill:var(--quiet)">${names[j]} x${'₁₂'[j]}</text>`;
  });
  p.b1.forEach((b, i) => {
    if (!back || small === false)
      s +=
        back && i > 0
          ? ''
          : back
            ? ''
            : stub(X[1] - (small ? 8 : w / 3), ys[i] + h / 2, b, `b ${n(b, 2)}`, on1(i), 7);
  });
  ys.forEach(
    (y, i) =>
      (s += neuron({
        x: X[1],
        y,
        w,
        h,
        small,
        kind: 'tanh',
        name: `h${'₁₂₃'[i]}`,
        z: phase === 'forward' && i ? 'z' : n(now.z1[i], 2),
        a: phase === 'forward' && i ? 'a' : n(now.a1[i], 2),
        on: on1(i) || (phase === 'update' && i === 0)
      }))
  );
  s += neuron({
    x: X[2],
    y: H / 2,
    w,
    h,
    small,
    kind: 'σ',
    name: 'ŷ',
    z: phase === 'forward' ? 'z' : n(now.z2, 2),
    a: phase === 'forward' ? 'a' : n(now.a2),
    on: outOn,
    delta: back ? n(shares[0].d2) : ''
  });
  if (!back) s += stub(X[2] - (small ? 8 : w / 3), H / 2 + h / 2, p.b2, `b ${n(p.b2, 2)}`, outOn, 7);
  const L =
    phase === 'after'
      ? [`ℓ ${n(passes[0].loss, 2)} → ${n(again[0].loss, 2)}`, `L ${n(batchLoss, 2)} → ${n(batchAgain, 2)}`]
      : phase === 'forward'
        ? ['ℓ', '']
        : [`ℓ ${n(f0.loss)}`, `L ${n(batchLoss)}`];
  const bw = small ? 100 : 150;
  s += `<rect x="${X[3] - bw / 2}" y="${H / 2 - 30}" width="${bw}" height="60" rx="8" fill="var(--back)" stroke="var(--loss)" stroke-width="${phase === 'loss' || phase === 'after' ? 2.5 : 1.5}" opacity="${phase === 'forward' ? 0.55 : 1}"/>`;
  s += `<text x="${X[3]}" y="${H / 2 - 38}" text-anchor="middle" font-size="12.5" style="fill:var(--target)">${pick('right: Gentoo', '正确：Gentoo')}</text>`;
  L.forEach(
    (text, i) =>
      (s += `<text x="${X[3]}" y="${H / 2 + (L[1] ? -6 + i * 22 : 6)}" text-anchor="middle" font-size="${small && phase === 'after' ? 11 : 13.5}" font-weight="${i ? 400 : 600}" style="fill:var(--loss)">${text}</text>`)
  );
  return `<svg viewBox="0 0 ${W} ${H}" height="${H}" role="img">${s}</svg>`;
}
