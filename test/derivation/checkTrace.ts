/** Checks of a trace's derivation: every line has a formula that gives its result and that can be printed. */
import katex from 'katex';
import {
  Block,
  DIGITS,
  Granularity,
  Line,
  Program,
  TeXPrinter,
  derive,
  glossary,
  lineToText,
  toText
} from '../../src/derivation';
import { nameOf, quantities } from '../../src/derivation/print/glossary';
import { Expression, evaluate, symbol, valueOf } from '../../src/engine/formula/expression';
import { Trace, TraceReader, readPayload } from '../../src/trace';
import { katexOptions } from '../../src/views/formula/typeset';

export const granularities: Granularity[] = ['operation', 'neuron', 'layer'];

/** The sum of a formula's terms by size: rounding errors are a fraction of it. */
function magnitude(e: Expression): number {
  switch (e.kind) {
    case 'sum':
    case 'series':
      return e.terms.reduce((total, term) => total + magnitude(term), 0);
    case 'product':
      return e.factors.reduce((total, factor) => total * magnitude(factor), 1);
    case 'quotient':
      return magnitude(e.numerator) / Math.abs(evaluate(e.denominator));
    case 'negative':
    case 'given':
      return magnitude(e.of);
    case 'call':
      return 1 + Math.abs(evaluate(e));
    default:
      return Math.abs(evaluate(e));
  }
}

export function check(got: Expression, result: Expression, line: Line): void {
  const [a, b] = [evaluate(got), valueOf(result)];
  // A step is what is left of after − before, which rounds to a digit of the weight.
  const rounding = 1e-13 * magnitude(got) + (symbol(result).name.startsWith('Δ') ? 1e-15 : 0);
  if (!(Math.abs(a - b) <= 1e-9 * Math.abs(b) + rounding)) {
    throw new Error(`${lineToText(line, DIGITS)}: ${a} is not ${b}`);
  }
}

/** The symbols that neither a line nor the glossary explains. */
function untold(blocks: Block[]): string[] {
  const told = new Set(glossary(blocks).map(({ name }) => name));
  const lines = blocks.flatMap(({ lines }) => lines);
  const defined = new Set(
    lines.filter(({ forms }) => forms.length > 0).map(({ left }) => nameOf(symbol(left)))
  );
  const used = lines.flatMap(({ forms }) => forms).flatMap(quantities);
  return used.map(each => nameOf(each.symbol)).filter(name => !told.has(name) && !defined.has(name));
}

const parsed = new Set<string>();

/** A line has a formula, the formula gives the result, and KaTeX can typeset it. */
function checkLine(line: Line): void {
  const { forms, result } = line;
  const last = forms[forms.length - 1];
  if (result.kind === 'matrix') {
    expect(result.entries.flat().every(entry => Number.isFinite(evaluate(entry)))).toBe(true);
    if (last?.kind === 'matrix') {
      last.entries.flat().forEach((entry, i) => check(entry, result.entries.flat()[i], line));
    }
  } else {
    if (!last) {
      throw new Error(`${lineToText(line, DIGITS)} has no formula`);
    }
    check(last, result, line);
  }
  // A derivative is one of the loss, or of a layer's output: never of δ, which is a derivative itself.
  expect(lineToText(line, DIGITS)).not.toContain('∂δ');
  expect(lineToText(line, DIGITS)).not.toMatch(/undefined|NaN|\[object/);
  // Parsing takes longest: each form of a formula once, whatever its numbers.
  const form = [line.left, ...forms]
    .map(e => toText(e, 'symbols', DIGITS).replace(/[\d⁰-⁹₀-₉¹²³]+/g, ''))
    .join();
  if (!parsed.has(form)) {
    parsed.add(form);
    const tex = new TeXPrinter({ digits: DIGITS, marked: true }).line(line);
    const plain = new TeXPrinter({ digits: DIGITS }).line(line);
    katex.renderToString(`\\begin{aligned}${tex}\\end{aligned}`, { ...katexOptions(), throwOnError: true });
    katex.renderToString(`\\begin{aligned}${plain}\\end{aligned}`, { throwOnError: true });
  }
}

/** Checks every line of every step of a trace, for its last sample, at every granularity. */
export function checkTrace(trace: Trace): void {
  expect(readPayload(trace)).toEqual({ payload: trace });
  const reader = new TraceReader(trace);
  const sample = reader.samples - 1;
  for (const granularity of granularities) {
    const program = new Program(trace, granularity);
    for (let i = 0; i < program.length; i++) {
      const { blocks, remarks } = derive(reader, program.step(i), sample, granularity);
      expect(blocks.length).toBeGreaterThan(0);
      blocks.flatMap(({ lines }) => lines).forEach(checkLine);
      expect(untold(blocks)).toEqual([]);
      expect(remarks.filter(({ message }) => /not known|computed again/.test(message))).toEqual([]);
    }
  }
}
