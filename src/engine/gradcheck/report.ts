import { addressOf } from './elements';
import type { GradcheckNote } from './notes';
import type { Judgement, Verdict } from './judge';

/** One element of a gradient, computed in two ways. */
export interface GradcheckRow {
  /** The parameter's name, or `input`. */
  name: string;
  /** The element's index, e.g. [2, 1]. */
  index: number[];
  /** The gradient computed by `backward`. */
  analytic: number;
  /** The derivative computed from losses: central differences, extrapolated to ε = 0. */
  numeric: number;
  /** How far round-off and curvature may move the two apart. */
  uncertainty: number;
  /** |analytic − numeric|, relative to the larger of both, or to what stands out from the uncertainty. */
  error: number;
  /** `right`, `wrong`, or `unclear`: can't be checked here. */
  verdict: Verdict;
}

/** The result of `gradcheck`. */
export interface Gradcheck {
  kind: 'check';
  version: 1;
  /** ε of the first central difference of each number. */
  epsilon: number;
  /** The largest relative error that passes. */
  tolerance: number;
  /** `wrong` if a gradient or a layer is, otherwise `unclear` if a gradient can't be checked, otherwise `right`. */
  outcome: Verdict;
  /** Whether nothing is found wrong. What could not be checked does not count: see `outcome`. */
  passed: boolean;
  /** The largest error of the gradients that could be checked. */
  worst: number;
  /** The address of the element with the largest error, `linear1.weight.grad[2,1]`; absent if nothing was checked. */
  worstAt?: string;
  /** What is wrong, then why gradients can't be checked; the largest error first, at most ten of each. */
  notes?: GradcheckNote[];
  /** One row per element: the parameters in order, then the input. */
  rows: GradcheckRow[];
}

/** The maximum number of explained elements of each verdict. */
const NOTES = 10;
/** An error is relative to at least so many times the uncertainty. */
const STANDS_OUT = 1e5;

/** The row of an element. */
export function rowOf(
  { name, index, analytic }: Pick<GradcheckRow, 'name' | 'index' | 'analytic'>,
  { numeric, bar, verdict }: Judgement
): GradcheckRow {
  const difference = Math.abs(analytic - numeric);
  const scale = Math.max(Math.abs(analytic), Math.abs(numeric), STANDS_OUT * bar);
  const error = difference === 0 ? 0 : difference / scale;
  return { name, index, analytic, numeric, uncertainty: bar, error, verdict };
}

/** The indices of the rows of a verdict, largest error first; at most `NOTES`. */
export function worstFirst(rows: GradcheckRow[], verdict: Verdict): number[] {
  return rows
    .map((_, r) => r)
    .filter(r => rows[r].verdict === verdict)
    .sort((a, b) => rank(rows[b].error) - rank(rows[a].error))
    .slice(0, NOTES);
}

/** NaN counts as the largest error. */
const rank = (error: number): number => (Number.isNaN(error) ? Infinity : error);

/** The result without its notes. @param faulty whether a layer is wrong, whatever its gradients are */
export function summary(
  rows: GradcheckRow[],
  faulty: boolean,
  epsilon: number,
  tolerance: number
): Omit<Gradcheck, 'notes'> {
  const checked = rows.filter(({ verdict }) => verdict !== 'unclear');
  const worst = checked.reduce<GradcheckRow | null>(
    (most, row) => (most && rank(most.error) >= rank(row.error) ? most : row),
    null
  );
  const wrong = faulty || rows.some(({ verdict }) => verdict === 'wrong');
  const outcome = wrong ? 'wrong' : checked.length < rows.length ? 'unclear' : 'right';
  return {
    kind: 'check',
    version: 1,
    epsilon,
    tolerance,
    outcome,
    passed: !wrong,
    worst: worst?.error ?? 0,
    ...(worst && { worstAt: addressOf(worst) }),
    rows
  };
}
