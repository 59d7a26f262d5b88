import type { Expression, Sentence } from '../engine/formula/expression';

export { say } from '../engine/formula/expression';
export type { Argument, Sentence, ShownValue } from '../engine/formula/expression';

/** What a step belongs to. */
export type Phase = 'forward' | 'loss' | 'backward' | 'update';

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

/** The significant digits of a line's numbers, in an output whose precision is `digits`. */
export const digitsOf = ({ minDigits = 0 }: Line, digits: number): number => Math.max(minDigits, digits);

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
  | 'Loss'
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
