import * as fc from 'fast-check';
import katex from 'katex';
import {
  Matrix,
  MatrixForm,
  Program,
  Terms,
  isLit,
  isMatrix,
  matrixForm,
  matrixToTeX,
  matrixToText
} from '../../src/derivation';
import { TraceReader, parseAddress } from '../../src/trace';
import { Recipe, makeTrace, recipes, usual } from './networks';

/** Every form of a trace, by its operations. */
function formsOf(recipe: Parameters<typeof makeTrace>[0]): { form: MatrixForm; terms: Terms }[] {
  const trace = makeTrace(recipe);
  const reader = new TraceReader(trace);
  const program = new Program(trace, 'operation');
  return Array.from({ length: program.length }, (_, i) => {
    const step = program.step(i);
    const terms = new Terms(reader, step.iteration, recipe.samples - 1);
    return { form: matrixForm(terms, step.operation(0))!, terms };
  }).filter(({ form }) => form !== null);
}

const close = (a: number, b: number, size: number): void =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * (1 + size));

/** A network with steps of every kind. */
const withAll: Recipe = { ...usual, widths: [3, 2, 2], samples: 2, bce: false };

test('computes every number of the result from parts of fitting shapes', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(recipes, recipe => {
      for (const { form } of formsOf(recipe)) {
        const { kind, result, parts } = form;
        const [a, b, c] = parts.filter(isMatrix);
        seen.add(kind);
        if (parts[1] === '') {
          expect([a.rows, a.columns, b.columns]).toEqual([result.rows, b.rows, result.columns]);
        }
        for (let i = 0; i < result.rows; i++) {
          for (let j = 0; j < result.columns; j++) {
            const value = result.at(i, j);
            if (parts[1] === '') {
              let sum = c ? c.at(c.rows === 1 ? 0 : i, j) : 0;
              let size = Math.abs(sum);
              for (let k = 0; k < a.columns; k++) {
                sum += a.at(i, k) * b.at(k, j);
                size += Math.abs(a.at(i, k) * b.at(k, j));
              }
              close(value, sum, size);
            } else if (parts[1] === '⊙') {
              close(value, a.at(i, j) * b.at(i, j), Math.abs(value));
            } else if (kind === 'update') {
              const lr = parts.find(part => typeof part === 'object' && 'scalar' in part);
              const step = lr && 'value' in lr ? -lr.value * b.at(i, j) : b.at(i, j);
              close(value, a.at(i, j) + step, Math.abs(a.at(i, j)));
            }
          }
        }
      }
    }),
    // Eight random networks may all lack a bias or an optimiser.
    { numRuns: 8, examples: [[withAll]] }
  );
  expect([...seen].sort()).toEqual([
    'activation',
    'arrives',
    'bias',
    'loss',
    'slope',
    'update',
    'weight',
    'z'
  ]);
});

test('lights the row and the column that make the chosen number', () => {
  fc.assert(
    fc.property(recipes, recipe => {
      for (const { form } of formsOf(recipe)) {
        const { cell, result, parts } = form;
        const lit = (m: Matrix): number[] => {
          const values: number[] = [];
          for (let i = 0; i < m.rows; i++) {
            for (let j = 0; j < m.columns; j++) {
              if (isLit(m, cell, i, j)) {
                values.push(m.at(i, j));
              }
            }
          }
          return values;
        };
        expect(lit(result)).toHaveLength(1);
        if (parts[1] === '') {
          const [a, b, c] = parts.filter(isMatrix).map(lit);
          expect([a.length, b.length]).toEqual([b.length, a.length]);
          const terms = a.map((x, k) => x * b[k]).concat(c ?? []);
          const size = terms.reduce((sum, x) => sum + Math.abs(x), 0);
          close(
            lit(result)[0],
            terms.reduce((sum, x) => sum + x, 0),
            size
          );
        }
      }
    }),
    { numRuns: 8 }
  );
});

test('gives every number the trace’s value at its address', () => {
  fc.assert(
    fc.property(recipes, recipe => {
      for (const { form, terms } of formsOf(recipe)) {
        for (const m of [form.result, ...form.parts.filter(isMatrix)]) {
          const ref = m.ref(0, m.columns - 1);
          if (ref !== undefined) {
            expect(Object.is(readAt(terms, ref), m.at(0, m.columns - 1))).toBe(true);
          }
        }
      }
    }),
    { numRuns: 8 }
  );
});

test('transposes a matrix', () => {
  const recipe = { ...fc.sample(recipes, { seed: 3, numRuns: 1 })[0], widths: [3, 2], leading: false };
  const { form } = formsOf(recipe).find(each => each.form.kind === 'z')!;
  const [, w] = form.parts.filter(isMatrix);
  expect([w.transposed, w.rows, w.columns]).toEqual([true, 3, 2]);
  expect(w.ref(2, 1)).toMatch(/weight\[1,2\]$/);
});

test('writes every form as TeX that KaTeX parses, and as text', () => {
  fc.assert(
    fc.property(recipes, recipe => {
      for (const { form } of formsOf(recipe)) {
        const tex = matrixToTeX(form, true);
        katex.renderToString(tex, { throwOnError: true, trust: true, strict: 'ignore' });
        expect(matrixToText(form)).not.toMatch(/undefined|\[object/);
      }
    }),
    { numRuns: 6 }
  );
});

const readAt = (terms: Terms, ref: string): number | undefined => terms.reader.value(parseAddress(ref)!);
