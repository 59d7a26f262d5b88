import { columnFormat } from '../derivation';
import { TensorData, decodeTensor, formatAddress } from '../trace';
import { h } from './dom';
import { MAX_ROWS } from './parameterTable';
import { Translate } from './translate';

/** The parameters of a model that is not being stepped: names and values. */
export function valueTable(params: { name: string; value: TensorData }[], translate: Translate): HTMLElement {
  const body = h('tbody');
  let shown = 0;
  for (const { name, value } of params) {
    const tensor = decodeTensor(value);
    const format = columnFormat(tensor.data);
    const width = tensor.shape[1] ?? 1;
    tensor.data.forEach((x, i) => {
      if (++shown > MAX_ROWS) {
        return;
      }
      const index = tensor.shape.length === 1 ? [i] : [Math.floor(i / width), i % width];
      const ref = formatAddress({ name, index });
      const cell = h(
        'td',
        { class: 'sg-number sg-weight', 'data-column': 'before', 'data-ref': ref, 'data-value': x },
        format(x)
      );
      body.append(h('tr', { 'data-link': ref }, h('th', { scope: 'row' }, ref), cell));
    });
  }
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, translate('parameter')),
    h('th', { scope: 'col' }, translate('value'))
  );
  const table = h('table', { class: 'sg-parameters' }, h('thead', {}, head), body);
  const parts: Node[] = [h('div', { class: 'sg-table-scroll', tabindex: 0 }, table)];
  if (shown > MAX_ROWS) {
    parts.push(
      h(
        'p',
        { class: 'sg-remark' },
        translate('Parameters %1 to %2 of %3: step on to see others.', 1, MAX_ROWS, shown)
      )
    );
  }
  return h('div', { class: 'sg-table' }, ...parts);
}
