import { brief, formatNumber } from '../../../derivation';
import { s } from '../../page/dom';
import type { Translate } from '../../page/translate';
import { nodeNumber } from '../nodeNumber';
import type { UnitForm, UnitLayout } from '../unitLayout';
import { Neuron, unitNode, writeUnitNode } from '../unitNode';
import type { PlacedArm } from './blockLayout';
import { CIRCLE } from './blockLayout';
import { blockPicture } from './blockPicture';
import type { SceneCell, ScenePicture } from './sceneBlock';

/** The cells of an arm with their labels; for a column of folded cells a text instead. */
export function armCells(
  placed: PlacedArm,
  form: UnitForm,
  digits: number,
  isBatch: boolean,
  translate: Translate
): SVGElement[] {
  const { arm, rows, x, y, height, index, areUnits } = placed;
  if (areUnits) {
    // The graph draws these units itself, over the signs.
    return arm.sign
      ? y.map((at, row) =>
          s('g', { transform: `translate(${x},${at})` }, ...(rows[row] === null ? [] : sign(placed)))
        )
      : [];
  }
  const hidden = arm.length - rows.filter(unit => unit !== null).length;
  return rows.map((unit, row) => {
    const at = `translate(${x},${y[row]})`;
    if (unit === null) {
      return s(
        'text',
        { class: 'sg-block-gap', 'text-anchor': 'middle', transform: at, dy: '0.35em' },
        `… ${translate('%1 more', hidden)}`
      );
    }
    const cell = arm.cell(unit);
    const group = s('g', {
      class: `sg-block-cell sg-activation${cell.active ? ' sg-active' : ''}${cell.isDropped ? ' sg-dropped' : ''}`,
      transform: at,
      role: 'img',
      'data-cell': `${index}/${unit}`,
      'aria-label': arm.picture
        ? spokenPicture(arm.picture, arm.heading, digits)
        : spoken(cell, digits, translate)
    });
    group.append(...(arm.picture ? blockPicture(arm.picture) : numbersOf(cell, form, digits, translate)));
    if (arm.isNeuron && cell.sum) {
      writeUnitNode(group, neuronOf(cell, unit), layoutOf(form));
    }
    if (arm.isShare && cell.value) {
      group.append(shareBar(cell.value.value));
    }
    group.append(...marks(cell, placed, isBatch), ...(arm.picture ? [] : [label(cell, height, isBatch)]));
    return group;
  });
}

/** Where `unitNode` takes its form from. */
const layoutOf = (form: UnitForm): UnitLayout => ({
  ...{ form: form === 'wide' ? 'wide' : 'stacked', radius: CIRCLE },
  ...{ width: 0, height: 0, columns: [], spacing: 0 }
});

const neuronOf = ({ symbol, value, sum, active }: SceneCell, unit: number): Neuron => ({
  ...{ column: -1, unit, symbol, active, sum: sum! },
  ...(value ? { value } : {})
});

function numbersOf(cell: SceneCell, form: UnitForm, digits: number, translate: Translate): SVGElement[] {
  return cell.sum
    ? unitNode(neuronOf(cell, 0), layoutOf(form), digits, translate)
    : [s('circle', { r: CIRCLE }), nodeNumber(cell.value, CIRCLE, { class: 'sg-node-value', dy: '0.35em' })];
}

/** The cross of a dropped number, and the sign of the operation. */
function marks({ isDropped }: SceneCell, placed: PlacedArm, isBatch: boolean): SVGElement[] {
  const { half } = placed;
  return [
    ...(isDropped && !isBatch
      ? [
          s('path', {
            class: 'sg-cross',
            d: `M${-half},${-CIRCLE}L${half},${CIRCLE}M${half},${-CIRCLE}L${-half},${CIRCLE}`
          })
        ]
      : []),
    ...sign(placed)
  ];
}

/** The sign of an operation beside its cell. */
const sign = ({ arm, half }: PlacedArm): SVGElement[] =>
  arm.sign
    ? [
        s('circle', { class: 'sg-block-sign', cx: -half - 7, r: 8 }),
        s('path', {
          class: 'sg-block-mark',
          d: `M${-half - 7},0${arm.sign === '⊙' ? 'h0' : 'm-4,0h8m-4,-4v8'}`
        }),
        s('title', {}, arm.sign)
      ]
    : [];

/** A share of 1 as a bar under its number. */
const shareBar = (share: number): SVGElement =>
  s('path', { class: 'sg-share', d: `M-10,10h${20 * Math.min(1, Math.max(0, share || 0))}` });

/** The symbol of a cell, and ∂L by it. */
const label = ({ symbol, delta }: SceneCell, height: number, isBatch: boolean): SVGElement =>
  s(
    'text',
    { class: 'sg-block-label', 'text-anchor': 'middle', y: height + 11 },
    symbol,
    ...(delta
      ? [
          s(
            'tspan',
            { class: 'sg-node-delta' },
            ` ${isBatch ? 'Σδ' : 'δ'} `,
            s('tspan', { 'data-value': delta.value }, brief(delta.value))
          )
        ]
      : [])
  );

function spoken(
  { symbol, value, sum, delta, isDropped }: SceneCell,
  digits: number,
  translate: Translate
): string {
  const parts = [
    symbol,
    sum?.value && `z ${formatNumber(sum.value.value, digits)}`,
    value && formatNumber(value.value, digits),
    isDropped && translate('dropped'),
    delta && `δ ${formatNumber(delta.value, digits)}`
  ];
  return parts.filter(Boolean).join(' ');
}

/** What a screen reader says of a picture: its numbers, or the rows that are taken out of a table. */
function spokenPicture({ lines, table }: ScenePicture, heading: string, digits: number): string {
  const numbers = lines.map(({ name, value }) =>
    value === undefined ? name : `${name} ${formatNumber(value, digits)}`
  );
  const rows = (table?.rows ?? []).flatMap(row =>
    row?.isChosen ? [`${row.index}: ${row.numbers.map(each => formatNumber(each, digits)).join(', ')}`] : []
  );
  return [heading, ...numbers, table?.name, ...rows].filter(Boolean).join(' ');
}
