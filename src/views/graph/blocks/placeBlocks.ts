import type { Scene } from '../scene';
import type { BlockPlan, UnitColumn, UnitLayout } from '../unitLayout';
import {
  APART,
  CIRCLE,
  OWN_SIDE,
  PlacedBlock,
  Ports,
  blockReach,
  blockWidth,
  placeBlock,
  sizeOf
} from './blockLayout';
import type { SceneBlock } from './sceneBlock';

/** The room that the blocks of a scene need. @param isOpen by the layer's name */
export function blockPlan({ widths, chain }: Scene, isOpen: (name: string) => boolean): BlockPlan {
  return {
    room: (column, form) => {
      const { blocks, isBefore } = column < widths.length ? chain(column) : { blocks: [], isBefore: true };
      const width = blocks.reduce(
        (sum, block, i) =>
          sum + blockWidth(block, isOpen(block.key), form, isBefore && i === blocks.length - 1),
        0
      );
      return isBefore ? { before: width, after: 0 } : { before: 0, after: width };
    },
    reach: ({ columns }, form) => {
      const each = widths.flatMap((_, column) => {
        const { y } = columns[column];
        const rows = (y[y.length - 1] - y[0]) / 2;
        return chain(column).blocks.map(block => blockReach(block, isOpen(block.key), form, rows));
      });
      return {
        above: Math.max(0, ...each.map(({ above }) => above)),
        below: Math.max(0, ...each.map(({ below }) => below))
      };
    }
  };
}

/** Places the blocks of a scene beside the units of their columns. */
export function placeBlocks(
  scene: Scene,
  layout: UnitLayout,
  isOpen: (name: string) => boolean
): PlacedBlock[] {
  const { columns, form } = layout;
  return scene.widths.flatMap((_, column) => {
    const { blocks, isBefore } = scene.chain(column);
    const here = columns[column];
    const last = blocks.length - 1;
    const needed = blocks.map((block, i) =>
      blockWidth(block, isOpen(block.key), form, isBefore && i === last)
    );
    const [start, end] = isBefore
      ? [columns[column - 1]?.leave ?? 0, here.x - here.half]
      : [here.x + here.half, here.leave];
    const extra =
      blocks.length > 0 ? (end - start - needed.reduce((sum, each) => sum + each, 0)) / blocks.length : 0;
    let inputs = portsOf(isBefore ? columns[column - 1] : here, start);
    let x = start;
    return blocks.map((block, i): PlacedBlock => {
      x += needed[i] + extra;
      const areUnits = isBefore && i === last;
      const output = areUnits
        ? { ...portsOf(here, here.x), half: here.half }
        : { ...portsOf(here, x - CIRCLE - OWN_SIDE - APART), half: CIRCLE };
      const placed = placeBlock(
        block,
        isOpen(block.key),
        form,
        inputs,
        output,
        areUnits,
        middleOf(here),
        i > 0 ? OWN_SIDE + APART : 0
      );
      inputs = { ...portsOf(here, output.x + output.half) };
      return placed;
    });
  });
}

/** The middle of a column's units. */
const middleOf = ({ y }: UnitColumn): number => (y[0] + y[y.length - 1]) / 2;

const portsOf = ({ rows, y }: UnitColumn, x: number): Ports => ({ x, rows, y });

/** What stays open where there is less and less room: everything, what takes little room, what takes least. */
export const SIZES = [Infinity, 2, 1];

/** Whether a block is open: as the learner chose, or else if it is at most of a size. */
export const opened =
  (scene: Scene, size: number) =>
  (name: string): boolean => {
    const block = blocksOf(scene).find(({ key }) => key === name)!;
    return block.isOpen ?? sizeOf(block) <= size;
  };

export const blocksOf = ({ widths, chain }: Scene): SceneBlock[] =>
  widths.flatMap((_, column) => chain(column).blocks);
