import { select } from 'd3';
import { formatNumber } from '../../derivation';
import { isNew, s, update } from '../page/dom';
import type { Translate } from '../page/translate';
import { edgeLook, joinTargets, writeTarget } from './edgeLook';
import { edgeScale } from './edgeScale';
import { writeNumberSpan } from './nodeNumber';
import type { Scene, SceneEdge } from './scene';
import { STACKED, UnitLayout, WIDE } from './unitLayout';

/** The place of a bias: a unit that is drawn. */
interface BiasSlot {
  key: string;
  column: number;
  unit: number;
  bias: SceneEdge;
  /** Whether the unit is drawn with its sum, else as a circle. */
  isNeuron: boolean;
  /** The lower end of its stub, on the border of the unit. */
  x: number;
  y: number;
}

/** The length of a stub with its number beside it and of one without, and what of it lies behind the unit, in px. */
const LONG = 13;
const SHORT = 8;
const BEHIND = 4;
/** Units less far apart, in px, have no room for a bias over them and a label of one line, or of two, under them. */
const ROOMY = 68;
const ROOMIER = 80;

/** The biases of a graph: each an edge from nowhere, a stub over its unit. */
export class GraphBiases {
  readonly lines = s('g');
  readonly hits = s('g');
  readonly numbers = s('g');

  /** @param open called with the column and the unit of a bias that is clicked */
  constructor(
    private readonly translate: Translate,
    private readonly open: (column: number, unit: number) => void
  ) {}

  /** Draws the biases of a scene; leaves unchanged ones untouched. */
  draw(scene: Scene, layout: UnitLayout): void {
    const slots = biasSlots(scene, layout);
    const width = edgeScale(scene);
    const lines = select(this.lines)
      .selectAll<SVGPathElement, BiasSlot>('path')
      .data(slots, ({ key }) => key)
      .join('path')
      .nodes();
    const hits = joinTargets(this.hits, slots, ({ column, unit }) => this.open(column, unit)).nodes();
    const label = (symbol: string, value: number): string =>
      this.translate('bias %1: %2', symbol, formatNumber(value, scene.digits));
    slots.forEach(({ column, bias, x, y }, i) => {
      const isWritten = isRoomy(scene, layout, column);
      if (isNew(lines[i], bias, scene.largest, x, y, isWritten)) {
        const d = `M${x},${y - (isWritten ? LONG : SHORT)}V${y + BEHIND}`;
        update(lines[i], { d, ...edgeLook(bias, width) });
        update(hits[i], { d });
        writeTarget(hits[i], bias, 'sg-bias-hit', label);
      }
    });
    this.write(slots.filter(({ column }) => isRoomy(scene, layout, column)));
  }

  /** Writes the numbers of biases beside their stubs. */
  private write(slots: BiasSlot[]): void {
    select(this.numbers)
      .selectAll<SVGTextElement, BiasSlot>('text')
      .data(slots, ({ key }) => key)
      .join(enter => {
        const text = enter.append('text').text('b ');
        text.append('tspan');
        return text;
      })
      .each(({ bias, x, y, isNeuron }, i, all) => {
        update(all[i], {
          // The top of a circle is in the way on the right.
          ...(isNeuron ? { x: x + 8 } : { x: x - 7, 'text-anchor': 'end' }),
          y: y - 3,
          class: bias.active ? 'sg-bias-number sg-active' : 'sg-bias-number'
        });
        writeNumberSpan(all[i].lastElementChild!, bias.weight);
      });
  }
}

/** The places of all biases of the units that are drawn. */
function biasSlots(scene: Scene, layout: UnitLayout): BiasSlot[] {
  return layout.columns.slice(0, scene.widths.length).flatMap(({ rows, x, y }, column) => {
    const isNeuron = scene.hasSums(column);
    const [left, up] = cornerOf(layout, isNeuron);
    return rows.flatMap((unit, row) => {
      const bias = unit === null ? null : scene.bias(column, unit);
      const place = { x: Math.round(x - left), y: Math.round(y[row] - up) };
      return bias ? [{ key: `${column}/${row}`, column, unit: unit!, bias, isNeuron, ...place }] : [];
    });
  });
}

/** How far left of a unit's centre, and above it, its bias ends, in px. */
function cornerOf({ form, radius }: UnitLayout, isNeuron: boolean): [number, number] {
  if (!isNeuron || form === 'plain') {
    return [0.5 * radius, 0.86 * radius];
  }
  const { half, height } = form === 'wide' ? WIDE : STACKED;
  return [0.6 * half, height];
}

/** Whether a bias over a unit leaves room for the label of the unit above. */
const isRoomy = ({ node }: Scene, { form, spacing }: UnitLayout, column: number): boolean =>
  form !== 'plain' && spacing >= (form === 'wide' && node(column, 0).name === undefined ? ROOMY : ROOMIER);
