import { Module } from '../engine';
import { kernelHost } from './host';
import { show } from './show';
import type { Send } from './tslab';

/** The kinds of results that `show` draws, beside models. */
const KINDS = new Set<unknown>(['trace', 'check', 'history', 'comparison']);

/** Results that a cell has drawn while it computed them, with that cell's send function. */
const drawn = new WeakMap<object, Send | null>();

/** Notes that the cell under execution has drawn a result. */
export function noteDrawn(result: object): void {
  drawn.set(result, kernelHost()?.display ?? null);
}

/**
 * Shows the value of a cell's last expression, if `show` can draw it: a model, a trace, a check, a history, a
 * comparison. A history that the same cell has drawn as a live run is not drawn twice.
 * @returns whether it is shown
 */
export function showResult(value: unknown): boolean {
  const isDrawable =
    value instanceof Module ||
    (typeof value === 'object' && value !== null && KINDS.has((value as { kind?: unknown }).kind));
  if (!isDrawable || drawn.get(value) === (kernelHost()?.display ?? undefined)) {
    return false;
  }
  try {
    show(value);
    return true;
  } catch {
    // What can't be drawn is printed.
    return false;
  }
}
