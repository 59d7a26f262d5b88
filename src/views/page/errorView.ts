import { h } from './dom';

/** The view of an output that can't be drawn: one sentence that says why. */
export const errorView = (message: string): HTMLElement =>
  h('div', { class: 'sg-root sg-error', 'data-stepgrad': 'error', role: 'alert' }, message);
