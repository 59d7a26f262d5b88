import * as fc from 'fast-check';
import { Operation, Terms, binned, cancellation, sharesOf, symbol, valueOf } from '../../src/derivation';
import { TraceReader } from '../../src/trace';
import { Recipe, makeTrace, recipes, usual } from './networks';

test('sums shares and the gradient from before to the operation’s number', () => {
  fc.assert(
    fc.property(recipes, recipe => {
      const trace = makeTrace(recipe);
      const reader = new TraceReader(trace);
      trace.iterations.forEach((_, iteration) => {
        const terms = new Terms(reader, iteration, 0);
        const stage = terms.network.stages.find(({ linear }) => linear !== null)!;
        const unit = stage.units - 1;
        const operations: Operation[] = [
          { kind: 'loss' },
          { kind: 'weight', stage, unit, input: stage.inputs - 1 },
          ...(stage.bias ? [{ kind: 'bias', stage, unit } as const] : []),
          { kind: 'arrives', stage, unit }
        ];
        for (const operation of operations) {
          const { shares, before, total } = sharesOf(terms, operation)!;
          expect(shares).toHaveLength(recipe.samples);
          const values = shares.map(valueOf);
          const sum = values.reduce((part, x) => part + x, before ?? 0);
          const size = values.reduce((part, x) => part + Math.abs(x), 1 + Math.abs(before ?? 0));
          // With one sample and nothing before, the share is the gradient itself.
          expect(Math.abs(sum - valueOf(total))).toBeLessThanOrEqual(1e-12 * size);
        }
      });
    }),
    { numRuns: 25 }
  );
});

test('returns null for a forward operation, in which samples do not meet', () => {
  const terms = new Terms(new TraceReader(makeTrace(fc.sample(recipes, { seed: 1, numRuns: 1 })[0])), 0, 0);
  const stage = terms.network.stages.find(({ linear }) => linear !== null)!;
  expect(sharesOf(terms, { kind: 'z', stage, unit: 0 })).toBeNull();
});

test('compares Σ|share| with |Σ share| for cancellation', () => {
  expect(cancellation([1, -1])).toEqual({ absolute: 2, net: 0, part: 1 });
  expect(cancellation([3, -1])).toEqual({ absolute: 4, net: 2, part: 0.5 });
  expect(cancellation([-1, -1])).toEqual({ absolute: 2, net: 2, part: 0 });
  expect(cancellation([0, 0]).part).toBe(0);
});

test('puts every sample into one bin, positive and negative shares apart', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 5000 }),
      fc.integer({ min: 1, max: 90 }),
      (shares, most) => {
        const bins = binned(shares, most);
        expect(bins.length).toBeLessThanOrEqual(most);
        expect(bins[0].from).toBe(0);
        bins.forEach(({ from, to, positive, negative, largest }, i) => {
          expect(bins[i + 1]?.from ?? shares.length).toBe(to);
          const mine = shares.slice(from, to);
          const sum = (sign: number): number =>
            mine.filter(x => x * sign > 0).reduce((part, x) => part + x, 0);
          expect([positive, negative]).toEqual([sum(1), sum(-1)]);
          expect(Math.abs(shares[largest])).toBe(Math.max(...mine.map(Math.abs)));
        });
      }
    )
  );
});

describe('the divisor of a mean', () => {
  const termsOf = (recipe: Partial<Recipe>): Terms =>
    new Terms(
      new TraceReader(makeTrace({ ...usual, widths: [2, 4, 3], samples: 5, bce: false, ...recipe })),
      0,
      0
    );
  const divisorOf = (terms: Terms): number | null => sharesOf(terms, { kind: 'loss' })!.divisor;

  test('counts samples times outputs if the loss compares each output alone', () => {
    const terms = termsOf({});
    expect(divisorOf(terms)).toBe(15);
    const squares = [0, 1, 2].map(j => {
      const [output, target] = [terms.output(terms.network.layers.length - 1, j), terms.target(j)];
      return (valueOf(output) - valueOf(target)) ** 2;
    });
    const [first] = sharesOf(terms, { kind: 'loss' })!.shares;
    expect(valueOf(first)).toBeCloseTo(squares.reduce((a, b) => a + b) / 15, 14);
  });

  test('counts samples if the loss takes the outputs of a sample together', () => {
    expect(divisorOf(termsOf({ loss: 'CrossEntropyLoss' }))).toBe(5);
    expect(divisorOf(termsOf({ loss: 'classes' }))).toBe(5);
  });

  test('is null if the loss is a sum', () => {
    expect(divisorOf(termsOf({ sum: true }))).toBeNull();
  });
});

test('takes the samples’ δ as the shares of a δ, without what a bias held before', () => {
  const terms = new Terms(
    new TraceReader(makeTrace({ ...usual, samples: 3, iterations: 2, zeroGrad: false })),
    1,
    0
  );
  const stage = terms.network.stages[0];
  const { shares, before, total } = sharesOf(terms, { kind: 'slope', stage, unit: 1, layer: 1 })!;
  expect(before).toBeNull();
  expect(shares.map(valueOf)).toEqual([0, 1, 2].map(s => valueOf(terms.at(s).outputGrad(0, 1))));
  expect(symbol(total).name).toMatch(/^Σ/);
  expect(sharesOf(terms, { kind: 'bias', stage, unit: 1 })!.before).not.toBeNull();
});
