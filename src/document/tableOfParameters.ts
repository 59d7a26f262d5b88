import { Translate, columnFormat } from '../derivation';
import { sizeOf, unravel } from '../engine/tensor';
import { NamedTensor, TraceReader, decodeTensor, formatAddress } from '../trace';
import { Cell, MAX_ROWS, Table } from './document';
import { palette } from './palette';

/** Every parameter of an iteration: before, the batch's gradient and, with an update, the step and after. */
export function tableOfParameters(
  reader: TraceReader,
  translate: Translate,
  digits: number,
  iteration = 0,
  maxRows = MAX_ROWS
): Table {
  const { params, update } = reader.trace.iterations[iteration];
  const many = reader.trace.iterations.length > 1;
  const columns: Column[] = [
    { head: translate('before'), colour: palette.weight, of: name => reader.param(iteration, name)?.data },
    {
      head: translate('gradient'),
      colour: palette.gradient,
      grad: true,
      of: name => reader.paramGrad(iteration, name)?.data
    }
  ];
  if (update.length > 0) {
    const found = (name: string, key: 'step' | 'after'): Float64Array | undefined => {
      const its = update.find(({ param }) => param === name);
      return its && reader.tensor(its[key]).data;
    };
    columns.push(
      { head: translate('step'), colour: palette.quiet, noRef: true, of: name => found(name, 'step') },
      { head: translate('after'), colour: palette.weight, noRef: true, of: name => found(name, 'after') }
    );
  }
  return valuesTable(params, columns, translate, digits, many ? iteration : undefined, maxRows);
}

/** The parameters of a model, with their values. */
export const modelTable = (params: NamedTensor[], translate: Translate, digits: number): Table =>
  valuesTable(
    params,
    [
      {
        head: translate('value'),
        colour: palette.weight,
        of: name => decodeTensor(params.find(param => param.name === name)!.value).data
      }
    ],
    translate,
    digits
  );

interface Column {
  head: string;
  colour: string;
  grad?: boolean;
  /** Whether the column's numbers have no address of their own. */
  noRef?: boolean;
  of(name: string): ArrayLike<number> | undefined;
}

function valuesTable(
  params: NamedTensor[],
  columns: Column[],
  translate: Translate,
  digits: number,
  iteration?: number,
  maxRows = MAX_ROWS
): Table {
  const rows: { name: Cell; cells: Cell[] }[] = [];
  const place = iteration === undefined ? {} : { iteration };
  let total = 0;
  for (const { name, value } of params) {
    const size = sizeOf(value.shape);
    const shown = Math.max(0, Math.min(size, maxRows - total));
    total += size;
    // Decode only tensors that are shown.
    const numbers = shown > 0 ? columns.map(({ of }) => of(name)) : [];
    for (let i = 0; i < shown; i++) {
      const index = unravel(i, value.shape);
      rows.push({
        name: { text: formatAddress({ name, index }), ref: formatAddress({ name, index, ...place }) },
        cells: columns.map(({ colour, grad = false, noRef }, c): Cell => {
          const x = numbers[c]?.[i];
          const ref = noRef ? {} : { ref: formatAddress({ name, index, grad, ...place }) };
          return x === undefined ? { text: '' } : { text: '', value: x, colour, ...ref };
        })
      });
    }
  }
  columns.forEach((_, c) => {
    const format = columnFormat(
      rows.flatMap(({ cells }) => cells[c].value ?? []),
      digits
    );
    rows.forEach(({ cells }) => cells[c].value !== undefined && (cells[c].text = format(cells[c].value!)));
  });
  return {
    head: [translate('parameter'), ...columns.map(({ head }) => head)],
    rows: rows.map(({ name, cells }) => [name, ...cells]),
    more: total - rows.length
  };
}
