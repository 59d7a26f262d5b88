/** The formulas of BatchNorm1d for one sample of a batch: the statistics are over all samples. */
import type { Equation, Explanation, Row } from '../formula/explanation';
import {
  Expression,
  Notation,
  Sentence,
  call,
  difference,
  evaluate,
  meanOver,
  meanValue,
  negative,
  power,
  product,
  quantity,
  quotient,
  say,
  sum,
  symbol
} from '../formula/expression';
import { rate } from '../optimizers/chain';
import type { Tensor } from '../tensor';

const batchMean = say('%1: the mean of a feature over the batch', 'μ');
const batchVariance = say('%1: the variance of a feature over the batch', 'σ²');
const runningMean = say('%1: the running mean of a feature', 'μ');
const runningVariance = say('%1: the running variance of a feature', 'σ²');
const ofSample = say('%1: how much the loss changes with the output of a sample', 'g');

/** What a forward pass normalised by. */
export interface NormPass {
  /** Whether by the batch's own statistics; otherwise by the running ones. */
  batch: boolean;
  /** The running mean before the pass; null without running statistics. */
  mean: Tensor | null;
  /** The running variance before the pass; null without running statistics. */
  variance: Tensor | null;
  /** How many batches the running statistics were the mean of; null if they follow a momentum. */
  batches: number | null;
}

/** The layer's options, and what the pass normalised by. */
export interface NormParts {
  eps: number;
  momentum: number | null;
  affine: boolean;
  pass: NormPass;
}

/** A sample at the layer. */
export interface BatchRow {
  row: Row;
  parts: NormParts;
}

const widthOf = ({ row }: BatchRow): number => row.input.length;
const samplesOf = (of: BatchRow): number => of.row.x.data.length / widthOf(of);

/** A symbol of the layer's own, of feature i, of a sample or `i` for a general one. */
function own(of: BatchRow, name: string, i: number, sample?: number | 'i', note?: Sentence): Notation {
  const index = sample === undefined ? '' : sample === 'i' ? '[i]' : `[${sample + 1}]`;
  const sup = `${of.row.sup ?? ''}${index}`;
  return { name, ...(widthOf(of) > 1 && { sub: String(i + 1) }), ...(sup && { sup }), ...(note && { note }) };
}

/** xᵢ of each sample, and of a general one. */
function inputs(of: BatchRow, i: number): { each: Expression[]; general: Expression } {
  const x = of.row.input.at(i);
  const role = x.kind === 'quantity' ? x.role : 'input';
  const { sup = '', ...rest } = symbol(x);
  const at = (index: string, value: number): Expression =>
    quantity({ ...rest, sup: `${sup}[${index}]` }, role, value);
  return {
    each: Array.from({ length: samplesOf(of) }, (_, s) =>
      at(String(s + 1), of.row.x.data[s * widthOf(of) + i])
    ),
    general: at('i', NaN)
  };
}

interface Moments {
  /** x̂ᵢ of this sample. */
  normal: Expression;
  /** √(σ² + ε) */
  deviation: Expression;
  mu: Expression;
  where: Equation[];
}

/** x̂ᵢ, and where μᵢ and σᵢ² come from: the batch, or the running statistics. */
function momentsOf(of: BatchRow, i: number): Moments {
  const { parts, row } = of;
  const { each, general } = inputs(of, i);
  let [mu, variance]: Expression[] = [];
  let where: Equation[] = [];
  if (parts.pass.batch) {
    const average = meanOver(each, general, 'i');
    mu = quantity(own(of, 'μ', i, undefined, batchMean), 'z', meanValue(each));
    const square = (x: Expression): Expression => power(difference(x, mu), 2);
    const spread = meanOver(each.map(square), square(general), 'i');
    variance = quantity(own(of, 'σ²', i, undefined, batchVariance), 'z', evaluate(spread));
    where = [
      { left: variance, forms: [spread] },
      { left: mu, forms: [average] }
    ];
  } else {
    mu = quantity(own(of, 'μ', i, undefined, runningMean), 'z', parts.pass.mean!.data[i]);
    variance = quantity(own(of, 'σ²', i, undefined, runningVariance), 'z', parts.pass.variance!.data[i]);
  }
  const deviation = call('sqrt', sum(variance, rate('ε', parts.eps)));
  const form = quotient(difference(row.input.at(i), mu), deviation);
  const normal = quantity(own(of, 'x̂', i), 'activation', evaluate(form));
  return { normal, deviation, mu, where: [{ left: normal, forms: [form] }, ...where] };
}

/** γᵢ x̂ᵢ + βᵢ. */
export function forwardOf(of: BatchRow, i: number): Explanation {
  const { normal, mu, where } = momentsOf(of, i);
  const { row, parts } = of;
  const form = parts.affine
    ? sum(product(row.parameter('weight', [i]), normal), row.parameter('bias', [i]))
    : normal;
  return { forms: [form], where, remarks: remarksOf(parts, i, evaluate(mu)) };
}

function remarksOf({ pass, momentum }: NormParts, i: number, mu: number): Sentence[] {
  if (!pass.batch) {
    return [
      say('The model was in eval(): the running statistics are used, and each sample goes through alone.')
    ];
  }
  const batch = say('The mean and the variance are the batch’s: each number depends on every sample of it.');
  if (!pass.mean) {
    return [batch];
  }
  const before = pass.mean.data[i];
  if (momentum === null) {
    const n = (pass.batches ?? 0) + 1;
    return [
      batch,
      say(
        'For eval() the layer keeps the mean over all batches: with batch number %1 it goes from %2 to %3 here.',
        n,
        before,
        before + (mu - before) / n
      )
    ];
  }
  const after = (1 - momentum) * before + momentum * mu;
  return [
    batch,
    say(
      'For eval() the layer keeps a running mean: with a momentum of %1 it goes from %2 to %3 here.',
      momentum,
      before,
      after
    )
  ];
}

/** γᵢ (gᵢ − ḡᵢ − x̂ᵢ cᵢ) / √(σ² + ε), ḡ and c means over the batch; with running statistics γᵢ gᵢ / √(σ² + ε). */
export function backwardOf(of: BatchRow, i: number): Explanation {
  const { row, parts } = of;
  const { normal, deviation, mu, where } = momentsOf(of, i);
  const scaled = (e: Expression): Expression => (parts.affine ? product(row.parameter('weight', [i]), e) : e);
  const g = row.gradOutput.at(i);
  if (!parts.pass.batch) {
    return { forms: [quotient(scaled(g), deviation)] };
  }
  const n = widthOf(of);
  const { each } = inputs(of, i);
  const gs = each.map((_, s) => quantity(own(of, 'g', i, s, ofSample), 'gradient', row.g.data[s * n + i]));
  const normals = each.map((x, s) =>
    quantity(own(of, 'x̂', i, s), 'activation', evaluate(quotient(difference(x, mu), deviation)))
  );
  const anyG = quantity(own(of, 'g', i, 'i', ofSample), 'gradient', NaN);
  const anyNormal = quantity(own(of, 'x̂', i, 'i'), 'activation', NaN);
  const average = meanOver(gs, anyG, 'i');
  const along = meanOver(
    gs.map((e, s) => product(e, normals[s])),
    product(anyG, anyNormal),
    'i'
  );
  const gMean = quantity(own(of, 'ḡ', i), 'gradient', evaluate(average));
  const c = quantity(own(of, 'c', i), 'gradient', evaluate(along));
  const shown = normals.slice(0, 4);
  const numerator = sum(g, negative(gMean), negative(product(normal, c)));
  return {
    forms: [quotient(scaled(numerator), deviation)],
    where: [
      { left: gMean, forms: [average] },
      { left: c, forms: [along] },
      ...shown.map((left, s): Equation => ({ left, forms: [quotient(difference(each[s], mu), deviation)] })),
      ...where
    ],
    remarks: [
      say('Three ways lead back: the number itself, and the mean μ and the variance σ² of the whole batch.')
    ]
  };
}

/** ∂L/∂yᵢ x̂ᵢ. */
export function weightOf(of: BatchRow, i: number): Explanation {
  const { normal, where } = momentsOf(of, i);
  return { forms: [product(of.row.gradOutput.at(i), normal)], where };
}
