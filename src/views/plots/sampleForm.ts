import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye
} from 'd3';

/** Those that are told apart at first sight, filled and hollow, come first. */
const forms = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolStar, symbolCross, symbolWye];

/**
 * The form of a class's samples, as a path around the origin: they are told apart without their colours too.
 * @param label the class, from 0
 * @param size its area, px²
 */
export function sampleForm(label: number, size: number): string {
  const at = Number.isFinite(label) ? Math.max(0, Math.round(label)) % forms.length : 0;
  return symbol(forms[at], size)()!;
}
