import * as fc from 'fast-check';
import katex from 'katex';
import { DIGITS, Program, TeXPrinter, derive, lineToText, valueOf } from '../../src/derivation';
import {
  Adagrad,
  Adam,
  AdamW,
  Linear,
  Lion,
  MSELoss,
  NAdam,
  Optimizer,
  Parameter,
  RAdam,
  RMSprop,
  SGD,
  Sequential,
  Tanh,
  manualSeed
} from '../../src/engine';
import { evaluate } from '../../src/engine/formula/expression';
import { Trace, TraceReader, readPayload, record } from '../../src/trace';
import { katexOptions } from '../../src/views/formula/typeset';

const rate = fc.constantFrom(0.001, 0.1, 0.7);
const common = { lr: rate, weightDecay: fc.constantFrom(0, 0.01), maximize: fc.boolean() };
const share = fc.constantFrom(0, 0.5, 0.9);
// α is not 0: the divisor of centred RMSprop would be 0 but for rounding.
const eps = fc.constantFrom(1e-8, 1e-3);

type Make = (parameters: Parameter[], more: object) => Optimizer;
const adamOptions = fc.record({ ...common, betas: fc.tuple(share, share), eps, amsgrad: fc.boolean() });
const variant = { ...common, betas: fc.tuple(share, share), eps, decoupledWeightDecay: fc.boolean() };
const makers: fc.Arbitrary<Make> = fc.oneof(
  fc.record({ ...common, momentum: share, nesterov: fc.boolean(), dampening: share }).map((o): Make => {
    const nesterov = o.nesterov && o.momentum > 0;
    const options = { ...o, nesterov, dampening: nesterov ? 0 : o.dampening };
    return (parameters, more) => new SGD(grouped(parameters, more), options);
  }),
  adamOptions.map(
    (o): Make =>
      (parameters, more) =>
        new Adam(grouped(parameters, more), o)
  ),
  adamOptions.map(
    (o): Make =>
      (parameters, more) =>
        new AdamW(grouped(parameters, more), o)
  ),
  fc
    .record({ ...common, alpha: fc.constantFrom(0.5, 0.99), eps, momentum: share, centered: fc.boolean() })
    .map(
      (o): Make =>
        (parameters, more) =>
          new RMSprop(grouped(parameters, more), o)
    ),
  fc.record({ ...common, lrDecay: share, initialAccumulatorValue: fc.constantFrom(0, 0.1), eps }).map(
    (o): Make =>
      (parameters, more) =>
        new Adagrad(grouped(parameters, more), o)
  ),
  fc.record({ lr: rate, weightDecay: common.weightDecay, betas: fc.tuple(share, share) }).map(
    (o): Make =>
      (parameters, more) =>
        new Lion(grouped(parameters, more), o)
  ),
  fc.record({ ...variant, momentumDecay: fc.constantFrom(0, 0.004, 0.5) }).map(
    (o): Make =>
      (parameters, more) =>
        new NAdam(grouped(parameters, more), o)
  ),
  fc.record(variant).map(
    (o): Make =>
      (parameters, more) =>
        new RAdam(grouped(parameters, more), o)
  )
);

/** Puts the last two parameters into their own group. */
const grouped = (parameters: Parameter[], more: object): { params: Parameter[] }[] => [
  { params: parameters.slice(0, -2) },
  { params: parameters.slice(-2), ...more }
];

function makeTrace(seed: number, make: Make, own: object, before: number): Trace {
  manualSeed(seed);
  const model = new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1));
  const optimizer = make(model.parameters(), own);
  const options = { input: [[0.5, -1.2]], target: [[1]], loss: new MSELoss(), optimizer };
  for (let i = 0; i < before; i++) {
    record(model, options);
  }
  return JSON.parse(JSON.stringify(record(model, { ...options, iterations: 2 }))) as Trace;
}

test("derives every optimiser's step with the recorded result, as valid TeX", () => {
  fc.assert(
    fc.property(
      fc.nat(1000),
      makers,
      fc.constantFrom({}, { lr: 0.05 }, { weightDecay: 0.2 }),
      fc.nat(3),
      (seed, make, own, before) => {
        const trace = makeTrace(seed, make, own, before);
        expect(readPayload(trace)).toEqual({ payload: trace });
        const reader = new TraceReader(trace);
        const program = new Program(trace, 'operation');
        for (let i = 0; i < program.length; i++) {
          const step = program.step(i);
          if (step.phase !== 'update') {
            continue;
          }
          const { lines } = derive(reader, step, 0, 'operation').blocks[0];
          for (const line of lines) {
            const got = evaluate(line.forms[line.forms.length - 1]);
            const result = valueOf(line.result);
            if (!(Math.abs(got - result) <= 1e-10 * (1 + Math.abs(result)))) {
              throw new Error(`${lineToText(line, DIGITS)}: ${got} is not ${result}`);
            }
            if (i === program.length - 1) {
              katex.renderToString(
                `\\begin{aligned}${new TeXPrinter({ digits: DIGITS, marked: true }).line(line)}\\end{aligned}`,
                {
                  ...katexOptions(),
                  throwOnError: true
                }
              );
            }
          }
        }
      }
    ),
    { numRuns: 70 }
  );
});

test('writes the second step of Adam and AdamW', () => {
  const lines = (make: Make): string[] => {
    const reader = new TraceReader(makeTrace(1, make, {}, 0));
    const program = new Program(reader.trace, 'operation');
    return derive(reader, program.step(program.length - 2), 0, 'operation').blocks[0].lines.map(line =>
      lineToText(line, DIGITS)
    );
  };
  const symbols = (line: string): string => line.split(' = ').slice(0, 2).join(' = ');
  expect(
    lines(parameters => new Adam(parameters, { lr: 0.1 }))
      .map(symbols)
      .slice(0, -1)
  ).toEqual([
    'm = β₁ · mᵒˡᵈ + (1 − β₁) · ∂L/∂b⁽²⁾',
    'v = β₂ · vᵒˡᵈ + (1 − β₂) · (∂L/∂b⁽²⁾)²',
    'm̂ = m / (1 − β₁ᵗ)',
    'v̂ = v / (1 − β₂ᵗ)',
    'Δb⁽²⁾ = −η · m̂ / (sqrt(v̂) + ε)'
  ]);
});
