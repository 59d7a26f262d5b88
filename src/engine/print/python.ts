/** Values as Python prints them. */

/** From these sizes on Python writes floats with a power of ten. */
const SMALL = 1e-4;
const LARGE = 1e16;

/** A float: `1.0`, `1e-05`, `0.01`, `nan`, `inf`. */
export function floatText(x: number): string {
  if (!Number.isFinite(x)) {
    return Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf';
  }
  const size = Math.abs(x);
  if (size !== 0 && (size < SMALL || size >= LARGE)) {
    return withTwoDigits(x.toExponential());
  }
  return Number.isInteger(x) ? `${x}.0` : String(x);
}

/** `1e-8` as `1e-08`: Python writes at least two digits of the exponent. */
export const withTwoDigits = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');

/** `inFeatures` as `in_features`. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/** A value other than a float: `True`, `'tanh'`, `(0.9, 0.999)`, `3`. */
export function valueText(value: unknown): string {
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (typeof value === 'string') {
    return `'${value}'`;
  }
  if (Array.isArray(value)) {
    return `(${value.map(valueText).join(', ')}${value.length === 1 ? ',' : ''})`;
  }
  return typeof value === 'number' && Number.isInteger(value) ? String(value) : floatText(Number(value));
}
