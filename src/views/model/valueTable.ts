import { columnFormat } from '../../derivation';
import { unravel } from '../../engine/tensor';
import { TensorData, decodeTensor, formatAddress } from '../../trace';
import { h } from '../page/dom';
import { byStart } from '../parameters/parameterRows';
import { TABLE } from '../parameters/parameterTable';
import { Translate } from '../page/translate';
import { VirtualRows } from '../page/virtualRows';

/** The parameters of a model as a table of names and values. */
export function valueTable(
  params: { name: string; value: TensorData }[],
  digits: number,
  translate: Translate
): HTMLElement {
  let length = 0;
  const blocks = params.map(({ name, value }) => {
    const tensor = decodeTensor(value);
    const start = length;
    length += tensor.data.length;
    return { name, tensor, start, format: columnFormat(tensor.data, digits) };
  });
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, translate('parameter')),
    h('th', { scope: 'col' }, translate('value'))
  );
  const table = h('table', { class: 'sg-parameters' }, h('thead', {}, head), h('tbody'));
  const box = h('div', { class: 'sg-table-scroll', tabindex: 0 }, table);
  const rows = new VirtualRows(box, table, TABLE, i => {
    const { name, tensor, start, format } = blocks[byStart.right(blocks, i) - 1];
    const x = tensor.data[i - start];
    const ref = formatAddress({ name, index: unravel(i - start, tensor.shape) });
    const cell = h(
      'td',
      { class: 'sg-number sg-weight', 'data-column': 'before', 'data-ref': ref, 'data-value': x },
      format(x)
    );
    return h('tr', { 'data-link': ref }, h('th', { scope: 'row' }, ref), cell);
  });
  rows.reset(length);
  rows.draw();
  return h('div', { class: 'sg-table' }, box);
}
