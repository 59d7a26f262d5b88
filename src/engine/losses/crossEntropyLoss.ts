import { ClassLoss, ClassLossOptions, ClassPair } from './classLoss';
import { Equation, Explanation, LossRow, Vector, lossBy } from '../formula/explanation';
import {
  Expression,
  Sentence,
  call,
  difference,
  evaluate,
  given,
  gives,
  negative,
  number,
  product,
  quantity,
  quotient,
  say,
  series,
  sum,
  symbol
} from '../formula/expression';
import { throughJacobian } from '../layers/jacobian';
import { checkShare } from '../options';
import type { LossDomain } from './loss';
import type { Options } from '../spec';
import { largestOf, restOf } from '../layers/largest';
import { largest, probability, sharesOf, sharesOfRow, softmaxSlope } from '../layers/softmax';
import { Tensor, TensorLike } from '../tensor';

/** The smallest probability with full precision. */
const TINY = 1e-300;

const smoothing = say('%1: how much of each target is spread over all classes', 'ε');
const probable = say('%1: the probability of a class, by softmax', 'p');
const wanted = say('%1: the probability that a class should have', 't');
const counting = say('%1: the probability that a class should have, times the weight of the class', 't');

/** Options of `CrossEntropyLoss`. */
export interface CrossEntropyLossOptions extends ClassLossOptions {
  /** ε: how much of each target is spread evenly over all classes; 0 when left out. */
  labelSmoothing?: number;
}

/**
 * Cross-entropy of softmax(z), for a model whose output is z, one number for each class: ℓ = −Σ t_c ln softmax(z)_c,
 * t the target's probabilities: 1 for its class, unless they are given or smoothed, t ← (1 − ε) t + ε/C; each times
 * the class's weight, t_c ← ω_c t_c.
 * The model needs no Softmax at its end. Exact for every z, since no exponential overflows. The classes are the
 * last dimension of the output (PyTorch has them second, which for samples × classes is the same).
 * Source: torch.nn.CrossEntropyLoss; label smoothing: Szegedy et al., CVPR 2016.
 */
export class CrossEntropyLoss extends ClassLoss {
  static override readonly domain: LossDomain = { ...ClassLoss.domain, applies: 'softmax' };

  static override examples(outputs: number): Options[] {
    const weight = Array.from({ length: outputs }, (_, c) => c / 2 + 0.5);
    return [{}, { labelSmoothing: 0.1 }, { weight }, { weight, ignoreIndex: 0, labelSmoothing: 0.1 }];
  }

  /** ε */
  readonly labelSmoothing: number;
  protected override readonly takesProbabilities = true;

  /** @throws RangeError for a labelSmoothing that is not from 0 to 1 */
  constructor(options: CrossEntropyLossOptions = {}) {
    super(options);
    this.labelSmoothing = checkShare('CrossEntropyLoss', 'labelSmoothing', options.labelSmoothing ?? 0);
  }

  override options(): Options {
    return { ...super.options(), ...(this.labelSmoothing > 0 && { labelSmoothing: this.labelSmoothing }) };
  }

  /** p = softmax(z), row by row. */
  override probabilities(output: TensorLike): Tensor {
    const { data, shape } = Tensor.from(output, 'output');
    const width = shape[shape.length - 1];
    const p = new Float64Array(data.length);
    for (let start = 0; start < data.length; start += width) {
      sharesOfRow(data.subarray(start, start + width)).forEach(({ share }, c) => (p[start + c] = share));
    }
    return new Tensor(shape, p);
  }

  /** Σ t_c (ln Σ e^(z − m) − (z_c − m)), m the largest z: without a term for classes with t_c = 0. */
  protected override rowLoss(pair: ClassPair, row: number, start: number): number {
    const { data: z } = pair.output;
    const { width } = pair;
    const most = largestOf(z, start, start + width);
    const log = Math.log1p(restOf(z, start, start + width, most));
    let total = 0;
    for (let c = 0; c < width; c++) {
      const t = this.wanted(pair, row, start, c);
      // 0 · ∞ is 0 here, as in PyTorch for classes.
      total += t === 0 ? 0 : t * (log - (z[start + c] - most));
    }
    return total;
  }

  /** softmax(z)_c Σ t − t_c. */
  protected override rowSlope(
    pair: ClassPair,
    row: number,
    start: number,
    scale: number,
    grad: Float64Array
  ): void {
    const { data: z } = pair.output;
    const { width } = pair;
    const most = largestOf(z, start, start + width);
    const rest = restOf(z, start, start + width, most);
    let sum = 0;
    for (let c = 0; c < width; c++) {
      sum += this.wanted(pair, row, start, c);
    }
    for (let c = 0; c < width; c++) {
      const t = this.wanted(pair, row, start, c);
      const e = Math.exp(z[start + c] - most);
      // For the only class that counts, 1 − softmax is the share of the others: the difference would lose digits.
      const others = z[start + c] === most ? rest : 1 + rest - e;
      grad[start + c] = scale * (t === sum ? (-sum * others) / (1 + rest) : (sum * e) / (1 + rest) - t);
    }
  }

  /** t_c of a row. */
  private wanted({ target, indices, width }: ClassPair, row: number, start: number, c: number): number {
    const given = indices ? (target.data[row] === c ? 1 : 0) : target.data[start + c];
    const smooth =
      this.labelSmoothing === 0 ? given : (1 - this.labelSmoothing) * given + this.labelSmoothing / width;
    return this.weight ? this.weight[c] * smooth : smooth;
  }

  /** −Σ t_c ln p_c, p = softmax(z). */
  override explain(row: LossRow): Explanation {
    const ignored = this.ignored(row);
    if (ignored) {
      return ignored;
    }
    const { p, t } = this.parts(row);
    const total = series(
      t.map((e, c) => product(e, call('ln', p.at(c)))),
      product(t.general('c'), call('ln', p.general('c'))),
      `c=1,${p.length}`
    );
    const counted = t.map(e => e).flatMap((e, c) => (evaluate(e) === 0 ? [] : [c]));
    // Classes with a target of 0 contribute nothing, not even 0 · ln 0.
    const terms = counted.map(c => {
      const log = call('ln', p.at(c));
      return negative(evaluate(t.at(c)) === 1 ? log : product(t.at(c), log));
    });
    const rest = terms.length > 0 ? sum(...terms) : number(0);
    const tiny = counted.some(c => evaluate(p.at(c)) < TINY);
    const lost = counted.some(c => losesDigits(row, p.at(c), c));
    const forms = [
      ...(lost ? [] : [negative(total), ...(counted.length < p.length ? [rest] : [])]),
      ...(tiny || lost ? [this.withoutProbabilities(row, counted)] : [])
    ];
    const most = tiny || lost ? [largest(row.output)] : [];
    return {
      forms: forms.map(form => this.scaled(row, form)),
      where: [...this.targetOf(row, counted), ...most, ...counted.flatMap(c => this.probabilityOf(row, c))],
      remarks: this.remarks(row)
    };
  }

  /** Σ_c ∂L/∂p_c · ∂p_c/∂zⱼ, ∂L/∂p_c = −t_c / p_c; in short (pⱼ − tⱼ)/N. */
  override explainBackward(row: LossRow, j: number): Explanation {
    const ignored = this.ignored(row);
    if (ignored) {
      return ignored;
    }
    const { p, t } = this.parts(row);
    const slope = (c: number): Expression =>
      this.scaled(row, evaluate(t.at(c)) === 0 ? number(0) : negative(quotient(t.at(c), p.at(c))));
    const by = (c: number): Expression =>
      quantity(lossBy(row, symbol(p.at(c))), 'gradient', evaluate(slope(c)));
    const gradOutput = new Vector(p.length, by);
    const way = throughJacobian({ input: row.output, output: p, gradOutput }, j, (c, k) =>
      softmaxSlope(p, c, k)
    );
    const whole = t.map(e => e).reduce((total, e) => total + evaluate(e), 0);
    const share = Math.abs(whole - 1) > 1e-12 ? product(p.at(j), sum(...t.map(e => e))) : p.at(j);
    const shorter = this.scaled(row, difference(share, t.at(j)));
    const wanted = t.map(e => e).flatMap((e, c) => (evaluate(e) === 0 ? [] : [c]));
    const shown = [...new Set([j, ...wanted])].slice(0, 6);
    const where = [...shown.flatMap(c => this.probabilityOf(row, c)), ...this.targetOf(row, shown)];
    if (evaluate(t.at(j)) === whole && losesDigits(row, p.at(j), j)) {
      const forms = [this.scaled(row, negative(product(t.at(j), othersShare(row.output, j))))];
      return { forms, where: [largest(row.output), ...where], remarks: this.remarks(row) };
    }
    // If a probability underflows, 1/p is undefined: only the short form remains.
    if (wanted.some(c => evaluate(p.at(c)) < TINY)) {
      return { forms: [shorter], where, remarks: this.remarks(row) };
    }
    const slopes = wanted.slice(0, 6).map((c): Equation => ({ left: by(c), forms: [slope(c)] }));
    return {
      forms: way.forms,
      short: shorter,
      where: [...slopes, ...(way.where ?? []), ...where],
      remarks: this.remarks(row)
    };
  }

  /** Σ t_c (ln Σ e^(z − m) − (z_c − m)), m the largest z, as the engine computes it. */
  private withoutProbabilities({ output, ...row }: LossRow, counted: number[]): Expression {
    const { t } = this.parts({ output, ...row });
    const most = largest(output).left;
    const exponential = (z: Expression): Expression => call('exp', difference(z, most));
    const log = call(
      'ln',
      series(output.map(exponential), exponential(output.general('j')), `j=1,${output.length}`)
    );
    return sum(...counted.map(c => product(t.at(c), difference(log, difference(output.at(c), most)))));
  }

  private remarks(row: LossRow): Sentence[] {
    return row.classes ? this.classRemarks(row) : [];
  }

  /** p = softmax(z), and the target as a probability for each class. */
  private parts(row: LossRow): { p: Vector; t: Vector } {
    const { output, target, classes } = row;
    const sub = (c: number): { sub?: string } => (output.length > 1 ? { sub: String(c + 1) } : {});
    const shares = sharesOf(output);
    const p = new Vector(output.length, c =>
      quantity({ name: 'p', ...sub(c), note: probable }, 'activation', shares[c].share)
    );
    if (!classes && this.labelSmoothing === 0 && !this.weight) {
      return { p, t: target };
    }
    const note = this.weight ? counting : wanted;
    const t = new Vector(output.length, c =>
      quantity({ name: 't', ...sub(c), note }, 'target', evaluate(this.wantedFormula(row, c)))
    );
    return { p, t };
  }

  /** t_c as a formula: 1 for the class, or the given probability, smoothed. */
  private wantedFormula({ target, classes, output }: LossRow, c: number): Expression {
    const y = target.at(classes ? 0 : c);
    const plain = classes ? number(evaluate(y) === c ? 1 : 0) : y;
    const epsilon = quantity({ name: 'ε', note: smoothing }, 'rate', this.labelSmoothing);
    const smooth =
      this.labelSmoothing === 0
        ? plain
        : sum(product(difference(1, epsilon), plain), quotient(epsilon, output.length));
    const weighed = this.weight ? product(this.classWeight(c), smooth) : smooth;
    return classes ? given(weighed, y, '=', evaluate(y)) : weighed;
  }

  private targetOf(row: LossRow, which: number[]): Equation[] {
    const { t } = this.parts(row);
    return row.classes || this.labelSmoothing > 0 || this.weight
      ? which.map(c => ({ left: t.at(c), forms: [this.wantedFormula(row, c)] }))
      : [];
  }

  private probabilityOf(row: LossRow, c: number): Equation[] {
    const { forms, where } = probability(row.output, c);
    return [{ left: this.parts(row).p.at(c), forms }, ...where];
  }
}

/** Whether 1 − p of a class, and with it ln p, has lost digits: where p is nearly 1. */
const losesDigits = ({ output }: LossRow, p: Expression, c: number): boolean =>
  !gives(difference(1, p), sharesOf(output)[c].others);

/** 1 − p_c, as the sum of the other probabilities. */
function othersShare(output: Vector, c: number): Expression {
  const most = largest(output).left;
  const exponentials = output.map(z => call('exp', difference(z, most)));
  const general = call('exp', difference(output.general('j'), most));
  return quotient(
    series(
      exponentials.filter((_, i) => i !== c),
      general,
      `j≠${c + 1},${output.length}`
    ),
    series(exponentials, general, `j=1,${output.length}`)
  );
}
