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

/** The easiest to tell apart, filled or hollow, come first. */
const forms = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolStar, symbolCross, symbolWye];

/**
 * The form of a class's samples, as a path around the origin: classes differ by form as well as by colour.
 * @param label the class, from 0
 * @param size the area, in px²
 */
export function sampleForm(label: number, size: number): string {
  const at = Number.isFinite(label) ? Math.max(0, Math.round(label)) % forms.length : 0;
  return symbol(forms[at], size)()!;
}
