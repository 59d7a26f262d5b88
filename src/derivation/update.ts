import { Expression, Notation, evaluate, quantity, sum, withChildren } from '../engine/formula/expression';
import { symbolToText } from './print/text';
import { optimizers } from '../engine/registry';
import type { Tensor } from '../engine';
import { Line, Sentence, say } from './derivation';
import type { Part } from './explain';
import { Stage } from './network';
import { Terms, symbol, valueOf } from './terms';

/** The step of one weight or bias: the optimiser's chain of quantities, then before + step = after. */
export function updatePart(terms: Terms, stage: Stage, unit: number, k: number | null): Part {
  const name = k === null ? terms.biasName(stage) : terms.weightName(stage);
  const i = k === null ? unit : unit * stage.inputs + k;
  const known = k === null ? terms.bias(stage, unit) : terms.weight(stage, unit, k);
  const lines = updateLines(terms, name, i, known, terms.grad(stage, unit, k));
  return { blocks: [{ heading: 'Update', lines }], remarks: swallowed(lines) };
}

/** The remark that a step was too small to change the weight's digits; empty if it was not. */
export function swallowed(lines: Line[]): Sentence[] {
  const { left, forms, result } = lines[lines.length - 1];
  const [form] = forms as (Expression | undefined)[];
  const [before, step] = form?.kind === 'sum' ? form.terms : [];
  const stays = before && Number.isFinite(valueOf(result)) && valueOf(result) === valueOf(before);
  return stays && valueOf(step) !== 0
    ? [
        say(
          '%1 stays as it is: it has about 16 significant digits, and %2 is too small to change the last of them.',
          { symbol: symbol(left) },
          { symbol: symbol(step) }
        )
      ]
    : [];
}

/** The step of element `i` of any parameter, given its value before and its gradient. */
export function updateLines(
  terms: Terms,
  name: string,
  i: number,
  parameter: Expression,
  grad: Expression
): Line[] {
  const { trace } = terms.reader;
  const update = trace.iterations[terms.iteration].update.find(({ param }) => param === name)!;
  const { type, ...options } = trace.optimizer!;
  const optimizer = Object.hasOwn(optimizers, type)
    ? optimizers[type].from([], { ...options, ...update.options })
    : null;
  const notation = symbol(parameter);
  const role = parameter.kind === 'quantity' ? parameter.role : 'weight';
  const ref = parameter.kind === 'quantity' ? parameter.ref : undefined;
  // Without an address: from this step on, the address means the new value.
  const weight = quantity(notation, role, valueOf(parameter));
  const step = terms.reader.tensor(update.step).data[i];
  const after = terms.reader.tensor(update.after).data[i];

  const stepSymbol: Notation = { ...notation, name: `Δ${notation.name}` };
  const chain =
    optimizer?.explain({
      weight,
      grad,
      before: state => stateBefore(terms, name, state, i)
    }) ?? [];
  // What the state keeps stands for itself in the formulas that follow: rounding can be large where they cancel.
  const known = new Map<string, Expression>();
  const lines = chain.map(({ symbol: left, role: its, formula, state }, at): Line => {
    const form = withKnown(formula, known);
    const kept =
      state && update.state[state] ? entry(terms.reader.tensor(update.state[state]), i) : evaluate(form);
    // The step as computed: after − before has lost the digits that the weight has no room for.
    const last = at === chain.length - 1;
    const result = quantity(last ? stepSymbol : left, last ? role : its, kept);
    known.set(symbolToText(left), result);
    return { left: result, forms: [form], result };
  });
  const computed = lines[lines.length - 1] as Line | undefined;
  const delta = computed ? computed.result : quantity(stepSymbol, role, step);
  const result = quantity(notation, role, after, ref);
  lines.push({
    left: quantity(notation, role, after),
    forms: comesTo(weight, delta, after) ? [sum(weight, delta)] : [],
    result,
    becomes: true,
    minDigits: digitsToSee(valueOf(delta), after)
  });
  return lines;
}

/** Whether a weight and its step give the weight after it: not where the step overflows only if computed in this order. */
function comesTo(weight: Expression, delta: Expression, after: number): boolean {
  const [before, step] = [valueOf(weight), valueOf(delta)];
  const rounding = 8 * Number.EPSILON * Math.max(Math.abs(before), Math.abs(step));
  return Object.is(before + step, after) || Math.abs(before + step - after) <= rounding;
}

/** A formula with the quantities that are known by their symbols. */
const withKnown = (e: Expression, known: ReadonlyMap<string, Expression>): Expression =>
  e.kind === 'quantity'
    ? (known.get(symbolToText(e.symbol)) ?? e)
    : withChildren(e, part => withKnown(part, known));

/** An entry of the optimiser's state before this iteration's step; undefined before the first step. */
function stateBefore(terms: Terms, param: string, name: string, i: number): number | undefined {
  const { trace } = terms.reader;
  const states =
    terms.iteration === 0
      ? trace.optimizerState[param]
      : trace.iterations[terms.iteration - 1].update.find(update => update.param === param)?.state;
  const tensor = states?.[name];
  return tensor && entry(terms.reader.tensor(tensor), i);
}

/** A weight's entry of a state; a step count has one entry for all weights. */
const entry = (state: Tensor, i: number): number => state.data[state.data.length === 1 ? 0 : i];

/** The significant digits, at most 12, with which a small step changes at least two of the weight's last three. */
export function digitsToSee(step: number, weight: number): number | undefined {
  const ratio = Math.abs(weight / step);
  return Number.isFinite(ratio) && ratio > 1 ? Math.min(12, Math.ceil(Math.log10(ratio)) + 3) : undefined;
}
