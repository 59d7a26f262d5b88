import * as fc from 'fast-check';
import { Operation, Terms, binned, cancellation, sharesOf, valueOf } from '../../src/derivation';
import { TraceReader } from '../../src/trace';
import { makeTrace, recipes } from './networks';

test('shares, with what was there before, sum to the number that they are of', () => {
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

test('forward, samples do not meet', () => {
  const terms = new Terms(new TraceReader(makeTrace(fc.sample(recipes, { seed: 1, numRuns: 1 })[0])), 0, 0);
  const stage = terms.network.stages.find(({ linear }) => linear !== null)!;
  expect(sharesOf(terms, { kind: 'z', stage, unit: 0 })).toBeNull();
});

test('what cancels is what is in the shares and not in their sum', () => {
  expect(cancellation([1, -1])).toEqual({ absolute: 2, net: 0, part: 1 });
  expect(cancellation([3, -1])).toEqual({ absolute: 4, net: 2, part: 0.5 });
  expect(cancellation([-1, -1])).toEqual({ absolute: 2, net: 2, part: 0 });
  expect(cancellation([0, 0]).part).toBe(0);
});

test('bins keep every sample, once, and its sign', () => {
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
