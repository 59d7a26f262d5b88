import * as fc from 'fast-check';
import { LARGEST, MAX_PATHS, Stage, Terms, pathsOf, valueOf } from '../../src/derivation';
import { Linear, MSELoss, ReLU, Sequential, Sigmoid, Tanh, manualSeed } from '../../src/engine';
import { evaluate } from '../../src/engine/formula/expression';
import { Trace, TraceReader, record } from '../../src/trace';
import { makeTrace, recipes } from './networks';

test('sums all paths from the loss to the gradient', () => {
  fc.assert(
    fc.property(recipes, recipe => {
      const terms = new Terms(new TraceReader(makeTrace(recipe)), 0, 0);
      const stage = terms.network.stages.find(({ linear }) => linear !== null)!;
      const { count, paths, total, blocked, listed } = pathsOf(
        terms,
        stage,
        stage.units - 1,
        stage.inputs - 1
      );
      const sum = paths.reduce((part, path) => part + evaluate(path.product), 0);
      const share = valueOf(total.result);
      // No path goes through a layer that mixes a row, such as softmax.
      const mixed = terms.network.stages
        .slice(terms.network.stages.indexOf(stage))
        .some(({ activations }) => activations.some(layer => terms.activation(layer) === null));
      expect(blocked !== null).toBe(mixed);
      expect(paths.length).toBe(mixed ? 0 : count > MAX_PATHS ? LARGEST : Number(count));
      if (BigInt(paths.length) === count) {
        expect(listed).toBe(sum);
        expect(Math.abs(sum - share)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(share)));
      }
    })
  );
});

/** A network of these widths, with a Tanh after each row but the last. */
function traceOf(widths: number[], last = false): Trace {
  manualSeed(4);
  const layers = widths
    .slice(1)
    .flatMap((units, i) => [
      new Linear(widths[i], units),
      ...(i < widths.length - 2 ? [new Tanh()] : last ? [new Sigmoid()] : [])
    ]);
  const row = (n: number): number[] => Array.from({ length: n }, (_, k) => Math.sin(k + 1));
  return record(new Sequential(...layers), {
    input: [row(widths[0])],
    target: [row(widths[widths.length - 1])],
    loss: new MSELoss()
  });
}

const termsOf = (trace: Trace): Terms => new Terms(new TraceReader(trace), 0, 0);

test('counts multiplications both ways as by hand', () => {
  // 2–4–1 with a function after each row. By paths: a weight of the second row σ′·x, its bias σ′; of the
  // first row σ′·w·σ′·x, a bias without x. By δ: 1; for each of the four 1 (w) + 1 (σ′); and a weight each.
  const terms = termsOf(traceOf([2, 4, 1], true));
  const [first, second] = terms.network.stages;
  const of = (stage: Stage, k: number | null): { byPath: unknown; byDelta: unknown } => {
    const { byPath, byDelta } = pathsOf(terms, stage, 0, k);
    return { byPath, byDelta };
  };
  const all = { byPath: 4n * 2n + 1n + 8n * 4n + 4n * 3n, byDelta: 1n + 4n * 2n + 12n };
  expect(of(first, 0)).toEqual({
    byPath: { one: 4n, all: all.byPath },
    byDelta: { one: 1n + 2n + 1n, all: all.byDelta }
  });
  expect(of(second, null)).toEqual({
    byPath: { one: 1n, all: all.byPath },
    byDelta: { one: 1n, all: all.byDelta }
  });
});

test('counts the factors of every path by walking', () => {
  const terms = termsOf(traceOf([3, 4, 3, 2]));
  const [stage] = terms.network.stages;
  const { paths, byPath } = pathsOf(terms, stage, 1, 2);
  const counted = paths.reduce(
    (sum, { product }) => sum + (product.kind === 'product' ? product.factors.length - 1 : 0),
    0
  );
  expect(byPath.one).toBe(BigInt(counted));
});

test('counts paths exactly beyond the range of numbers', () => {
  const terms = termsOf(traceOf([2, ...Array<number>(12).fill(31), 3]));
  const { count, paths } = pathsOf(terms, terms.network.stages[0], 0, 0);
  expect(count).toBe(31n ** 11n * 3n);
  expect(paths).toHaveLength(LARGEST);
});

test('lists the largest of many paths', () => {
  const terms = termsOf(traceOf([2, 3, 6, 5, 4]));
  const [stage, ...later] = terms.network.stages;
  const { count, paths } = pathsOf(terms, stage, 1, 0);
  expect(count).toBe(120n);
  let routes: number[][] = [[1]];
  later.forEach(({ units }) => {
    routes = routes.flatMap(route => Array.from({ length: units }, (_, j) => [...route, j]));
  });
  const size = (units: number[]): number => {
    const { reader } = terms;
    const slopes = units.slice(0, -1).map((unit, i) => {
      const a = reader.layerOutput(0, 2 * i + 1).data[unit];
      return 1 - a * a;
    });
    const weights = units.slice(1).map((unit, i) => valueOf(terms.weight(later[i], unit, units[i])));
    const end = reader.gradOutput(0, 6).data[units[units.length - 1]];
    return Math.abs([...slopes, ...weights, end, reader.layerInput(0, 0).data[0]].reduce((p, x) => p * x, 1));
  };
  const sizes = routes.map(size).sort((a, b) => b - a);
  paths.forEach(({ units, product }, i) => {
    expect(Math.abs(evaluate(product))).toBeCloseTo(sizes[i], 12);
    expect(size(units)).toBeCloseTo(sizes[i], 12);
  });
});

test('follows paths through dead units', () => {
  manualSeed(0);
  const model = new Sequential(new Linear(2, 40), new ReLU(), new Linear(40, 3));
  const trace = record(model, { input: [[-3, -3]], target: [[0, 1, 0]], loss: new MSELoss() });
  const terms = termsOf(trace);
  expect(pathsOf(terms, terms.network.stages[0], 0, 0).paths).toHaveLength(3);
});
