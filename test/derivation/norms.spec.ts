/** Norms of equal numbers: the derivation's mean is the engine's to the last bit, and so is what x − μ leaves. */
import { Program, derive, lineToText } from '../../src/derivation';
import { BatchNorm1d, LayerNorm, Linear, MSELoss, Module, Sequential, manualSeed } from '../../src/engine';
import { TraceReader, record } from '../../src/trace';

/** Every line of the first sample's derivation, as text. */
function linesOf(norm: Module, rows: number[][]): string[] {
  manualSeed(1);
  const model = new Sequential(norm, new Linear(rows[0].length, 1));
  const trace = record(model, { input: rows, target: rows.map(() => [1]), loss: new MSELoss() });
  const [reader, program] = [new TraceReader(trace), new Program(trace, 'operation')];
  return Array.from({ length: program.length }, (_, i) =>
    derive(reader, program.step(i), 0, 'operation')
  ).flatMap(({ blocks }) => blocks.flatMap(({ lines }) => lines.map(line => lineToText(line, 4))));
}

test.each([3, 5, 6, 7])('a batch of %d equal numbers', samples => {
  for (const x of [1.000000002, 0.1, 0.7]) {
    const rows = Array.from({ length: samples }, () => [x, -x]);
    const lines = linesOf(new BatchNorm1d(2), rows);
    const sums = lines.filter(line => /^∂L\/∂γ/.test(line));
    expect(sums.length).toBeGreaterThan(0);
    expect(sums.filter(line => /×10⁻/.test(line) && / = 0$/.test(line))).toEqual([]);
  }
});

test.each([3, 5, 6, 7])('a row of %d equal numbers', width => {
  for (const x of [1.000000002, 0.1, 0.7]) {
    const rows = [Array<number>(width).fill(x), Array<number>(width).fill(2 * x)];
    const lines = linesOf(new LayerNorm(width), rows).filter(line => /^∂L\/∂γ/.test(line));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter(line => /×10⁻/.test(line) && / = 0$/.test(line))).toEqual([]);
  }
});
