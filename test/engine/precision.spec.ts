/** The engine's float64s beside exact values: no activation, loss or score loses digits where none need be lost. */
import {
  Activation,
  BCELoss,
  CrossEntropyLoss,
  ElementwiseLoss,
  LogSoftmax,
  NLLLoss,
  Softmax,
  logLoss
} from '../../src/engine';
import { Expression, call, difference, evaluate, quantity, sum } from '../../src/engine/formula/expression';
import { layers, losses, moduleOf } from '../../src/engine/registry';
import { exact, exactValue, exp, ln, over, unitsOff } from '../exact';

/** Units of 2^-52 that a result may be off: its operations round a few times; a slope has more of them. */
const MOST = 4;
const MOST_SLOPE = 16;

/** By how many units f changes at most when z changes by one unit or two: rounding within f has this effect. */
function condition(f: (z: number) => number, z: number): number {
  const step = 2 ** -20;
  const change = Math.abs(f(z * (1 + step)) - f(z)) / step / Math.abs(f(z));
  return Number.isFinite(change) ? 2 * change : 0;
}

const q = (value: number): Expression => quantity({ name: 'x' }, 'z', value);
const magnitudes = [-300, -100, -20, -17, -16, -12, -8, -5, -3, -2, -1].map(e => 1.7 * 10 ** e);
const sizes = [...magnitudes, 0.3, 0.6931, 1, 1.6, 2.5, 5, 8.5, 14, 20, 25, 36.5, 40, 100, 300, 600, 700];
const numbers = [...sizes.map(x => -x).reverse(), 0, ...sizes];
const shares = [...magnitudes.filter(x => x > 1e-100), 0.3, 0.5, 0.9, 0.999, 1 - 1e-9, 1 - 2 ** -52];

/** The cases that are further off than `most` units. */
function astray(cases: [string, number, bigint][], most = MOST): string[] {
  return cases.flatMap(([name, computed, value]) => {
    const off = unitsOff(computed, value);
    return off <= most ? [] : [`${name}: ${computed} is ${off} units off`];
  });
}

const activations = Object.entries(layers)
  .filter(([, type]) => type.prototype instanceof Activation)
  .flatMap(([name, type]) =>
    type.examples(1).map(o => [name, o, type.from(o, moduleOf) as Activation] as const)
  );

it.each(activations)('%s %j and its slope keep their digits at all magnitudes', (_name, _options, f) => {
  const slope = (z: number): number => f.slope(z, f.value(z));
  const cases = numbers.flatMap(z => [
    ...astray([[`f(${z})`, f.value(z), exactValue(f.formula(q(z)))]], MOST + condition(x => f.value(x), z)),
    ...astray(
      [[`f′(${z})`, slope(z), exactValue(f.slopeFormula(q(z), q(f.value(z))))]],
      MOST_SLOPE + condition(slope, z)
    )
  ]);
  expect(cases).toEqual([]);
});

const elementwise = Object.entries(losses)
  .filter(([, type]) => type.prototype instanceof ElementwiseLoss)
  .flatMap(([name, type]) =>
    type.examples(1).map(o => [name, o, type.from(o) as ElementwiseLoss, type.domain] as const)
  );

it.each(elementwise)('%s %j and its slope keep their digits at all magnitudes', (_n, _o, loss, domain) => {
  const of = { number: numbers, probability: shares, class: [] };
  const targets = domain.target === 'number' ? [-3, 0, 1, 1e-9, 700] : [0, 1, 0.3, 1e-9, 1 - 1e-9];
  const cases = of[domain.output].flatMap(y =>
    targets.flatMap(t => [
      ...astray(
        [[`ℓ(${y}, ${t})`, loss.value(y, t), exactValue(loss.formula(q(y), q(t)))]],
        MOST + condition(x => loss.value(x, t), y) + condition(x => loss.value(y, x), t)
      ),
      ...astray(
        [[`ℓ′(${y}, ${t})`, loss.slope(y, t), exactValue(loss.slopeFormula(q(y), q(t)))]],
        MOST + condition(x => loss.slope(x, t), y) + condition(x => loss.slope(y, x), t)
      )
    ])
  );
  expect(cases).toEqual([]);
});

/** Rows of outputs: the larger of two far above, equal numbers, numbers that swallow a logarithm. */
const rows = [
  ...sizes.filter(x => x > 1e-20).map(x => [x, 0]),
  [20, 0, 19],
  [0, 0, 0],
  [1e16, 1e16, 0],
  [1e16, 1e16 + 2, 1e16 - 4],
  [-1e16, -1e16, -1e16 + 2],
  [1e300, 1e300, -1e300],
  [-700, -701, -702],
  [3.25, -1.5, 40, 39.99]
];

/** e^(z_c − m) for each class, m the largest, and their sum. */
function exactSoftmax(z: number[]): { shares: bigint[]; total: bigint } {
  const most = exact(Math.max(...z));
  const shares = z.map(x => exp(exact(x) - most));
  return { shares, total: shares.reduce((a, b) => a + b) };
}

describe.each(rows.map(z => [z]))('a row of outputs %j', z => {
  const { shares: e, total } = exactSoftmax(z);
  const most = exact(Math.max(...z));
  const exactLog = (c: number): bigint => exact(z[c]) - most - ln(total);
  const off = (cases: [string, number, bigint][], most?: number): void =>
    expect(astray(cases, most)).toEqual([]);

  it('has an exact cross-entropy for each class, and an exact gradient', () => {
    const loss = new CrossEntropyLoss();
    z.forEach((_, y) => {
      off([[`class ${y}`, loss.forward([z], [y]), -exactLog(y)]]);
      const grad = loss.backward().data;
      off(z.map((_z, c) => [`∂z${c}`, grad[c], c === y ? over(e[c] - total, total) : over(e[c], total)]));
    });
  });

  it('has an exact softmax and an exact logarithm of it, also through NLLLoss', () => {
    const softmax = new Softmax().forward([z]).data;
    off(z.map((_, c) => [`softmax ${c}`, softmax[c], over(e[c], total)]));
    const log = new LogSoftmax();
    const nll = new NLLLoss();
    z.forEach((_, y) => {
      const a = log.forward([z]);
      off(z.map((_z, c) => [`log ${c}`, a.data[c], exactLog(c)]));
      off([[`class ${y}`, nll.forward(a, [y]), -exactLog(y)]]);
      const grad = log.backward(nll.backward()).data;
      z.forEach((_z, c) => {
        const value = c === y ? over(e[c] - total, total) : over(e[c], total);
        // e^a magnifies the rounding of a.
        off([[`∂z${c}`, grad[c], value]], MOST + Math.abs(a.data[c]));
      });
    });
  });
});

it('the loss of a probability close to its target is not rounded to that of another', () => {
  expect(new BCELoss().forward([[1e-8]], [[0]])).toBe(1.0000000050000001e-8);
  expect(new CrossEntropyLoss().forward([[20, 0]], [0])).toBe(2.061153620314381e-9);
});

it.each([1e-8, 1e-12, 0.3, 0.999, 1 - 1e-9])('logLoss of a probability of %d keeps its digits', p => {
  const [yes, no] = [exact(p), exact(1) - exact(p)];
  expect(astray([0, 1].map(y => [`class ${y}`, logLoss([p], [y]), -ln(y === 1 ? yes : no)]))).toEqual([]);
});

it('formulas keep the digits of ln(1 + x) and of eˣ − 1, in every order of their terms', () => {
  for (const x of [1e-300, 1e-17, -1e-17, 3e-9, -0.2, 5]) {
    const e = call('exp', q(x));
    const forms = [
      call('ln', sum(1, q(x))),
      call('ln', sum(q(x), 1)),
      call('ln', difference(1, q(-x))),
      difference(e, 1),
      sum(-1, e),
      difference(1, e)
    ].filter((_, i) => i > 2 || x > -1);
    expect(astray(forms.map((form, i) => [`form ${i} of ${x}`, evaluate(form), exactValue(form)]))).toEqual(
      []
    );
  }
});
