import { h } from '../page/dom';
import type { Translate } from '../page/translate';
import type { ExportFormat } from './stepperOptions';

/** A menu of the formats that an output can be saved in. */
export function exportMenu(save: (format: ExportFormat) => void, translate: Translate): HTMLElement {
  const label = translate('Export');
  const formats: [ExportFormat, string][] = [
    ['svg', translate('picture (SVG)')],
    ['png', translate('picture (PNG)')],
    ['latex', translate('derivation (LaTeX)')],
    ['markdown', translate('derivation (Markdown)')]
  ];
  // Not a <select>: ↑ and ↓ in a closed one would export at once.
  const menu = h(
    'details',
    { class: 'sg-export' },
    h('summary', { class: 'sg-icon', 'data-stop': true, title: label, 'aria-label': label }, '⇩')
  );
  const list = h('div', { class: 'sg-export-list' });
  for (const [format, text] of formats) {
    const button = h('button', { type: 'button', class: 'sg-button', 'data-stop': true }, text);
    button.addEventListener('click', () => {
      menu.open = false;
      save(format);
    });
    list.append(button);
  }
  menu.append(list);
  menu.addEventListener('focusout', event => {
    menu.open &&= menu.contains(event.relatedTarget as Node | null);
  });
  return menu;
}
