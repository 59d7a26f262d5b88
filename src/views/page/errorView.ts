import { h } from './dom';

/** One sentence that says what is wrong with an output. */
export const errorView = (message: string): HTMLElement =>
  h('div', { class: 'sg-root sg-error', 'data-stepgrad': 'error', role: 'alert' }, message);
