import { valueOf } from '../../derivation';
import type { StepperModel } from '../state/stepperModel';
import { LossSection, REACH } from './checkPlots';
import { Corner, EPSILONS, LossAlong, relativeError } from './lossAlong';
import { ErrorCause, errorCause } from './errorCause';
import type { Movable } from './movables';

/** Points of the curve on either side of the number, ten per ε: ±ε are among them. */
const POINTS = 25;
/** The relative error up to which a central difference agrees with the gradient. */
const AGREES = 1e-6;
/** The absolute error up to which it agrees, however small the gradient is. */
const TINY = 1e-12;

/** The cause of the error at one ε. */
export interface Cause {
  corner: Corner | null;
  kind: 'agrees' | 'undefined' | ErrorCause;
}

/** One number's gradient by backward, and its central differences as far as they are computed. */
export interface GradientProbe {
  along: LossAlong;
  movable: Movable;
  /** ∂L by the number, of this iteration alone. */
  analytic: number;
  /** L with the number unmoved. */
  middle: number;
  /** The central difference for each entry of EPSILONS; undefined until it is computed. */
  numerics: (number | undefined)[];
  /** The causes of the errors, by entry of EPSILONS. */
  causes: (Cause | undefined)[];
  /** The loss around the number at the current ε; null until it is computed. */
  curve: LossSection | null;
}

/**
 * The part of a probe that does not depend on ε.
 * @throws what `LossAlong` throws
 */
export function probeGradient({ trace, step, reader }: StepperModel, movable: Movable): GradientProbe {
  const { name, i } = movable;
  const along = new LossAlong(trace, step.iteration, movable);
  const before = name === 'input' ? 0 : reader.gradBefore(step.iteration, name, i);
  return {
    along,
    movable,
    analytic: valueOf(movable.gradient) - before,
    middle: along.moved(0),
    numerics: [],
    causes: [],
    curve: null
  };
}

/** Computes the central difference and the curve at one ε, then the differences at the other ε. */
export function* computeProbe(probe: GradientProbe, at: number): Generator<void> {
  const { along, numerics, movable, middle, analytic } = probe;
  const epsilon = EPSILONS[at];
  numerics[at] ??= along.difference(epsilon);
  yield;
  if (!probe.curve) {
    const points: [number, number][] = [];
    for (let k = -POINTS; k <= POINTS; k++) {
      const by = ((k * REACH) / POINTS) * epsilon;
      points.push([by, along.moved(by)]);
      yield;
    }
    probe.curve = { symbol: movable.symbol, epsilon, middle, points, analytic, numeric: numerics[at] };
  }
  for (let i = EPSILONS.length - 1; i >= 0; i--) {
    if (numerics[i] === undefined) {
      numerics[i] = along.difference(EPSILONS[i]);
      yield;
    }
  }
  probe.causes[at] ??= causeOf(probe, epsilon, numerics[at]);
}

/** Finds out why the central difference and the gradient differ. */
function causeOf({ along, analytic }: GradientProbe, epsilon: number, numeric: number): Cause {
  if (!Number.isFinite(numeric) || !Number.isFinite(analytic)) {
    return { corner: null, kind: 'undefined' };
  }
  const corner = along.corner(epsilon);
  if (relativeError(numeric, analytic) <= AGREES || Math.abs(numeric - analytic) <= TINY) {
    return { corner, kind: 'agrees' };
  }
  const loss = (by: number): number => along.moved(by);
  return {
    corner,
    kind: corner ? 'kink' : errorCause({ analytic, numeric, epsilon, loss })
  };
}
