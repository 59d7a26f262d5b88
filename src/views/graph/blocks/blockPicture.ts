import { extent, scaleLinear } from 'd3';
import { brief } from '../../../derivation';
import { s } from '../../page/dom';
import type { ScenePicture } from './sceneBlock';

/** The height of a line of text, and of a row of a table, in px. */
const LINE = 15;
const ROW = 17;
/** The numbers of a table's row that have room; of a longer row one less, for the ellipsis. */
const SHOWN = 3;

/** The picture in the place of a cell: numbers by name, a row of numbers before and after, or a table. */
export function blockPicture({ half, height, lines, hasPoints, dots, table }: ScenePicture): SVGElement[] {
  // A norm of a row keeps the room of its points before they are known.
  const isRow = lines.length > 0 && hasPoints;
  const frame = s('rect', {
    class: 'sg-unit',
    x: -half,
    y: -height,
    width: 2 * half,
    height: 2 * height,
    rx: 10
  });
  // Below the room of the two rows of points.
  const top = isRow ? 58 - height : (-(lines.length - 1) * LINE) / 2 + 4;
  return [
    frame,
    ...(dots
      ? [strip('x', dots.before, half, 14 - height, dots.band), strip('y', dots.after, half, 36 - height)]
      : []),
    ...lines.map(({ name, value }, i) =>
      s(
        'text',
        { class: 'sg-block-line', 'text-anchor': 'middle', y: top + i * LINE },
        `${name} `,
        s(
          'tspan',
          value === undefined ? {} : { 'data-value': value, 'data-part': name },
          value === undefined ? '·' : brief(value)
        )
      )
    ),
    ...(table ? tableRows(table, half) : [])
  ];
}

/** A row of numbers as points on an axis around 0, over their mean and spread. */
function strip(
  name: string,
  values: number[],
  half: number,
  y: number,
  band?: [low: number, high: number]
): SVGElement {
  const finite = values.filter(Number.isFinite);
  const [low = 0, high = 0] = extent([...finite, ...(band ?? []).filter(Number.isFinite)]);
  const x = scaleLinear([Math.min(low, -2), Math.max(high, 2)], [20 - half, half - 8]);
  const [left, right] = (band ?? [0, 0]).map(x);
  return s(
    'g',
    { class: 'sg-norm-strip', 'data-row': name },
    s('text', { class: 'sg-block-line', x: 6 - half, y: y + 4 }, name),
    ...(band
      ? [
          s('rect', { class: 'sg-norm-band', x: left, y: y - 7, width: right - left, height: 14 }),
          s('path', { class: 'sg-norm-mean', d: `M${(left + right) / 2},${y - 8}v16` })
        ]
      : []),
    s('path', { class: 'sg-curve-axes', d: `M${20 - half},${y}H${half - 8}M${x(0)},${y - 5}v10` }),
    ...finite.map(value => s('circle', { class: 'sg-norm-point', cx: x(value), cy: y, r: 3 }))
  );
}

/** Some rows of a table, the chosen ones marked. */
function tableRows({ rows }: NonNullable<ScenePicture['table']>, half: number): SVGElement[] {
  const top = (-rows.length * ROW) / 2;
  return rows.map((row, i) => {
    const y = top + i * ROW;
    if (row === null) {
      return s('text', { class: 'sg-block-line', 'text-anchor': 'middle', y: y + 12 }, '…');
    }
    const { index, numbers, isChosen } = row;
    const isCut = numbers.length > SHOWN;
    return s(
      'g',
      { class: isChosen ? 'sg-table-row sg-chosen' : 'sg-table-row', 'data-row': index },
      s('rect', { x: 26 - half, y: y + 1, width: 2 * half - 32, height: ROW - 2, rx: 3 }),
      s('text', { class: 'sg-block-line', 'text-anchor': 'end', x: 22 - half, y: y + 12 }, String(index)),
      s(
        'text',
        { class: 'sg-block-line', 'text-anchor': 'middle', x: 10, y: y + 12 },
        [...numbers.slice(0, isCut ? SHOWN - 1 : SHOWN).map(brief), ...(isCut ? ['…'] : [])].join('  ')
      )
    );
  });
}
