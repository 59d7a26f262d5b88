import { Expression, Sentence, evaluate } from '../engine/formula/expression';

export { say } from '../engine/formula/expression';
export type { Argument, Sentence, ShownValue } from '../engine/formula/expression';

/** What a step belongs to; `after` is the same batch again, with the updated weights. */
export type Phase = 'forward' | 'loss' | 'backward' | 'update' | 'after';

/**
 * left = forms[0] = forms[1] = … = the last form with its numbers = result. Without forms, if no formula is known:
 * left = result.
 */
export interface Line {
  left: Expression;
  forms: Expression[];
  result: Expression;
  /** An assignment, printed with ←: the new value of `left`. */
  becomes?: boolean;
  /** Significant digits that its numbers need at least, for a small change to be visible. */
  minDigits?: number;
}

/** Significant digits that a line has in any case. */
const CERTAIN = 12;

/**
 * The significant digits of a line's numbers, in an output whose precision is `digits`: of more than 12 only as many as
 * formula and result share, which the engine may compute in another order.
 */
export function digitsOf(line: Line, digits: number): number {
  const asked = Math.max(line.minDigits ?? 0, digits);
  return asked > CERTAIN ? Math.min(asked, Math.max(CERTAIN, sharedDigits(line))) : asked;
}

/** The digits that the last formula's value shares with the result, less one; ∞ if it is the same number. */
function sharedDigits({ forms, result }: Line): number {
  if (forms.length === 0) {
    return Infinity;
  }
  const [computed, value] = [evaluate(forms[forms.length - 1]), evaluate(result)];
  const apart = Math.abs(computed - value) / Math.abs(value);
  return apart > 0 ? Math.floor(-Math.log10(apart)) - 1 : Infinity;
}

/** A line whose forms are made on first access: most lines of a step are never shown. */
export function lineOf(left: Expression, forms: () => Expression[], result: Expression): Line {
  let made: Expression[] | null = null;
  return {
    left,
    get forms() {
      made ??= forms();
      return made;
    },
    result
  };
}

/** What a block of lines is for; its name is its heading, in English. */
export type Heading =
  | 'Weighted sum'
  | 'Activation'
  | 'Output of the layer'
  | 'Loss of this sample'
  | 'Mean over the batch'
  | 'Loss'
  | 'Outputs that moved most'
  | 'Chain rule'
  | 'In short'
  | 'Where'
  | 'Sum over the batch'
  | 'Update';

export interface Block {
  heading: Heading;
  lines: Line[];
}

/** The derivation of a step: its question, its answer, the lines that lead there, and remarks. */
export interface Derivation {
  phase: Phase;
  question: Sentence;
  /** The answer in one plain sentence; null if the formulas say it better. */
  answer: Sentence | null;
  blocks: Block[];
  remarks: Sentence[];
  /** The results of the step. */
  results: Expression[];
  /** How many operations of the step are left out, because it has too many to read. */
  omitted: number;
}
