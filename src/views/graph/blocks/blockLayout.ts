/** The geometry of blocks: where the cells of their arms stand, in px. */
import { visibleUnits } from '../../../derivation/graphLayout';
import { textWidth } from '../textFit';
import type { UnitForm } from '../unitLayout';
import { STACKED, WIDE } from '../unitLayout';
import type { SceneArm, SceneBlock } from './sceneBlock';

/** A row of numbers beside a block: its units, `null` for the folded ones, and their heights. */
export interface Ports {
  x: number;
  rows: (number | null)[];
  y: number[];
}

/** An arm with the places of its cells; its cells are drawn by the graph if they are a row's units. */
export interface PlacedArm extends Ports {
  arm: SceneArm;
  index: number;
  half: number;
  height: number;
  areUnits: boolean;
}

/** A block with the places of its parts. */
export interface PlacedBlock {
  block: SceneBlock;
  isOpen: boolean;
  arms: PlacedArm[];
  inputs: Ports;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Half the size of a cell that is a circle, in px. */
export const CIRCLE = 18;
/** The room beside a block's own output for ∂L under it, in px. */
export const OWN_SIDE = 26;
/** Half the width of a folded block, and half its height, in px. */
const FOLDED = { half: 44, height: 26 };
/** The room for lines to a column: of a matrix, and of others, in px. */
const FAN = { wide: 70, narrow: 46 };
const STRAIGHT = 26;
/** The room between two cells of a column for a symbol and ∂L, and between two arms, in px. */
const LABEL = 17;
const BETWEEN = 18;
/** Half the height of a unit of the graph, in px. */
const RADIUS = 25;
/** At most this many places of an arm are drawn, and of one that stands above another. */
const MAX_PLACES = 5;
const SHARED_PLACES = 4;
/** Between the frame and what it holds: at a side, below; and the height of its title, in px. */
const SIDE = 18;
const BELOW = 26;
const TITLE = 44;
/** Between two frames, in px. */
export const APART = 10;
/** The room of the title's button, in px. */
export const BUTTON = 26;
/** The room for an arc and its numbers over an open block, in px. */
const ARC = 34;
/** The height of the arc under the top of the frame, in px. */
export const ARC_AT = 46;

const columnCount = (arms: SceneArm[]): number => Math.max(...arms.map(({ column }) => column)) + 1;

/** How much room an open block takes: its columns, and one more for matrices, whose lines fan out. */
export const sizeOf = ({ arms }: SceneBlock): number =>
  columnCount(arms) + Number(arms.some(({ links }) => links.some(({ joins }) => joins === 'weights')));

/** The arms that are drawn: of a folded block a box and its output. */
function shownArms(block: SceneBlock, isOpen: boolean): SceneArm[] {
  const { arms } = block;
  if (isOpen) {
    return arms;
  }
  const last = arms[arms.length - 1];
  const box: SceneArm = {
    ...{ column: 0, heading: `${block.title} ${block.detail}`.trim(), length: 1, isNeuron: false },
    picture: { ...FOLDED, lines: [], hasPoints: false },
    links: [{ from: -1, joins: 'all' }],
    cell: () => ({ symbol: '', isDropped: false, active: last.cell(0).active }),
    edge: (_links, _unit, input) =>
      last.links.length > 0 && input !== null ? { active: false, asked: false } : null
  };
  return [
    box,
    {
      ...last,
      column: 1,
      heading: '',
      links: [{ from: 0, joins: 'all' }, ...last.links.filter(({ isArc }) => isArc)],
      edge: (_links, unit, input) =>
        input === null ? null : { active: last.cell(unit).active, asked: last.cell(unit).active }
    }
  ];
}

const halfOf = ({ picture, isNeuron }: SceneArm, form: UnitForm): number =>
  picture ? picture.half : isNeuron ? (form === 'wide' ? WIDE : STACKED).half : CIRCLE;
const heightOf = ({ picture, isNeuron }: SceneArm, form: UnitForm): number =>
  picture ? picture.height : isNeuron ? (form === 'wide' ? WIDE : STACKED).height : CIRCLE;

/** The room before each column, and half of each column, without the last one's if its cells are units. */
function columnsOf(arms: SceneArm[], form: UnitForm): { gap: number; half: number }[] {
  return Array.from({ length: columnCount(arms) }, (_, column) => {
    const here = arms.filter(arm => arm.column === column);
    const isFan = here.some(({ links }) => links.some(({ joins }) => joins === 'weights'));
    return {
      gap: isFan ? (form === 'wide' ? FAN.wide : FAN.narrow) : STRAIGHT,
      half: Math.max(...here.map(arm => halfOf(arm, form)))
    };
  });
}

const titleWidth = ({ title }: SceneBlock): number => textWidth(title) + BUTTON + 26;

/** The least width of a block in front of its output's centre or, if it draws its output, with it, in px. */
export function blockWidth(block: SceneBlock, isOpen: boolean, form: UnitForm, areUnits: boolean): number {
  const columns = columnsOf(shownArms(block, isOpen), form);
  const inner = columns.reduce((sum, { gap, half }) => sum + gap + 2 * half, 0);
  const own = areUnits ? inner - 2 * columns[columns.length - 1].half : inner + OWN_SIDE;
  return Math.max(own, titleWidth(block) - (areUnits ? 30 : 0)) + APART;
}

/** The places of an arm: fewer where two arms of the block share a column. */
const placesOf = (arms: SceneArm[]): number =>
  arms.some((arm, i) => arms.some((other, k) => k < i && other.column === arm.column))
    ? SHARED_PLACES
    : MAX_PLACES;

const spacing = (arm: SceneArm, form: UnitForm): number => 2 * heightOf(arm, form) + LABEL;

/**
 * How far a block reaches above and below the middle of the graph, in px.
 * @param rows half the distance between the first and the last of its outputs
 */
export function blockReach(
  block: SceneBlock,
  isOpen: boolean,
  form: UnitForm,
  rows: number
): { above: number; below: number } {
  const arms = shownArms(block, isOpen);
  const heights = Array.from({ length: columnCount(arms) }, (_, column) => {
    const here = arms.filter(arm => arm.column === column);
    return here.reduce((sum, arm) => sum + armHeight(arm, form, placesOf(arms)), (here.length - 1) * BETWEEN);
  });
  const half = Math.max(rows + RADIUS, Math.max(...heights) / 2);
  return { above: half + TITLE + (hasArc(block) ? ARC : 0) + 2, below: half + BELOW + 2 };
}

const armHeight = (arm: SceneArm, form: UnitForm, places: number): number =>
  arm.picture ? 2 * arm.picture.height : Math.min(arm.length, places) * spacing(arm, form);

const hasArc = ({ arms }: SceneBlock): boolean => arms.some(({ links }) => links.some(({ isArc }) => isArc));

/**
 * Places a block.
 * @param start where the lines into it begin
 * @param end the place of its output; with `y`
 * @param areUnits whether the graph draws the output
 * @param middle the height of the middle of the graph
 * @param lead between the start and the frame, where the start is another block's output
 */
export function placeBlock(
  block: SceneBlock,
  isOpen: boolean,
  form: UnitForm,
  inputs: Ports,
  output: Ports & { half: number },
  areUnits: boolean,
  middle: number,
  lead: number
): PlacedBlock {
  const arms = shownArms(block, isOpen);
  const columns = columnsOf(arms, form);
  const needed = columns.reduce(
    (sum, { gap, half }, i) => sum + gap + (i < columns.length - 1 ? 2 * half : 0),
    0
  );
  const stretch = (output.x - output.half - inputs.x - lead - needed) / columns.length;
  let x = inputs.x + lead;
  const centres = columns.map(({ gap, half }, i) => {
    x += gap + stretch + (i < columns.length - 1 ? half : output.half);
    const centre = Math.round(x);
    x += half;
    return centre;
  });
  const last = arms.length - 1;
  const units = arms[last].length;
  const places = placesOf(arms);
  const placed = arms.map((arm, index): PlacedArm => {
    const isLast = index === last;
    const place = { arm, index, areUnits: isLast && areUnits, x: isLast ? output.x : centres[arm.column] };
    const size = { half: isLast ? output.half : halfOf(arm, form), height: heightOf(arm, form) };
    if (isLast) {
      return { ...place, ...size, rows: output.rows, y: output.y };
    }
    const here = arms.filter(other => other.column === arm.column);
    if (here.length === 1 && arm.length === units && !arm.picture) {
      return { ...place, ...size, rows: output.rows, y: output.y };
    }
    const at = here.indexOf(arm);
    const heights = here.map(other => armHeight(other, form, places));
    const total = heights.reduce((sum, height) => sum + height, 0) + (here.length - 1) * BETWEEN;
    const top = middle - total / 2 + heights.slice(0, at).reduce((sum, height) => sum + height + BETWEEN, 0);
    const own = arm.picture ? [0] : visibleUnits(arm.length, [], places);
    const step = arm.picture ? heights[at] : heights[at] / own.length;
    return {
      ...place,
      ...size,
      rows: own,
      y: own.map((_, i) => Math.round(top + (i + 0.5) * step - (arm.picture ? 0 : 4)))
    };
  });
  const heights = placed.flatMap(({ y, height }) => y.map(at => [at - height, at + height]));
  const right = output.x + output.half + (areUnits ? SIDE : OWN_SIDE);
  const start = inputs.x + (lead || (columns[0].gap + stretch) / 2);
  const left = Math.min(start, right - titleWidth(block));
  return {
    ...{ block, isOpen, arms: placed, inputs, left: Math.round(left), right: Math.round(right) },
    top: Math.round(Math.min(...heights.map(([top]) => top)) - TITLE - (hasArc(block) ? ARC : 0)),
    bottom: Math.round(Math.max(...heights.map(([, bottom]) => bottom)) + BELOW)
  };
}
