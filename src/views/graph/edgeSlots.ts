import { linkHorizontal } from 'd3';
import { areJoined } from '../../derivation';
import type { Joins } from '../../derivation';
import type { Scene } from './scene';
import type { UnitLayout } from './unitLayout';

/**
 * The place of an edge, by rows of the layout instead of units: if other units of a column are drawn, the places and
 * their lines stay.
 */
export interface EdgeSlot {
  /** `column/row/input`. */
  key: string;
  /** The column that the edge leads to. */
  column: number;
  /** The row of that column. */
  row: number;
  /** The row of the column before. */
  input: number;
  /** Whether the edge is a weight. */
  isWeight: boolean;
  /** The path of its line. */
  path: string;
}

/** The places of all edges of a layout, column by column; the last columns are the probabilities and the loss. */
export function edgeSlots(scene: Scene, { columns }: UnitLayout): EdgeSlot[] {
  const link = linkHorizontal<unknown, [number, number]>();
  return columns.slice(1).flatMap((right, before) => {
    const column = before + 1;
    const left = columns[before];
    const joins = joinsTo(scene, column);
    if (hasBlocksBefore(scene, column)) {
      return [];
    }
    return right.rows.flatMap((unit, row) =>
      left.rows.flatMap((from, input): EdgeSlot[] => {
        if (
          unit === null ||
          from === null ||
          !areJoined(joins, unit, scene.widths[column] ?? scene.widths[before], from, scene.widths[before])
        ) {
          return [];
        }
        const source: [number, number] = [left.leave, left.y[input]];
        const path = link({ source, target: [right.enter, right.y[row]] }) ?? '';
        return [
          { key: `${column}/${row}/${input}`, column, row, input, isWeight: joins === 'weights', path }
        ];
      })
    );
  });
}

/** A text that differs for two layouts exactly if their slots may differ. */
export function slotsKey(scene: Scene, { columns, width, height }: UnitLayout): string {
  const joins = columns.map((_, column) => (column === 0 ? '' : joinsTo(scene, column)));
  const rows = columns.map(({ rows }, column) => {
    // The drawn units determine the edges only if not all are joined.
    const matters = [joins[column], joins[column + 1]].some(each => each === 'each' || each === 'parts');
    return rows.map(unit => (unit === null ? '…' : matters ? unit : '.'));
  });
  const places = columns.map(({ half, enter, leave }) => [half, enter, leave].join());
  return [width, height, ...places, ...joins, ...rows].join(' ');
}

/** Each output leads to its probability, if it has one; all of these, or all outputs, to the loss. */
const joinsTo = (scene: Scene, column: number): Joins => {
  const beyond = column - scene.widths.length;
  return beyond < 0 ? scene.joins(column) : beyond === 0 && scene.probabilities ? 'each' : 'all';
};

/** Whether blocks stand between a column and the one before: they draw their own lines. */
const hasBlocksBefore = ({ chain }: Scene, column: number): boolean => {
  const { blocks, isBefore } = chain(column);
  return isBefore && blocks.length > 0;
};
