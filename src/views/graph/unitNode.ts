import { s } from '../page/dom';
import type { Translate } from '../page/translate';
import { nodeNumber, writeNodeNumber } from './nodeNumber';
import { pictureIn } from './nodePicture';
import type { SceneNode, Sum } from './scene';
import { spreadStrip } from './spreadStrip';
import { unitCurve, writeUnitCurve } from './unitCurve';
import { STACKED, UnitLayout, WIDE } from './unitLayout';

/** Half the width of the middle of a wide neuron, and how far its numbers are from the centre, in px. */
const MIDDLE = 19;
const AT = 41;
/** Half the room of a number in a wide neuron and in a stacked one, in px. */
const WIDE_ROOM = 21;
const STACKED_ROOM = 27;
/** The heights of z and the output in a stacked neuron, and of z over a mean with its spread, in px. */
const STACKED_Y = { sum: -11, value: 12, overSpread: -16, cut: -8 };

/** A neuron whose sum and output are both drawn. */
export type Neuron = SceneNode & { sum: Sum };

export const isNeuron = (node: SceneNode): node is Neuron => node.sum !== undefined;

/**
 * The two halves of a neuron: z, and the output of the activation.
 * @param digits significant digits of the spread's title
 * @param picture of the output, in the place of the curve
 */
export function unitNode(
  node: Neuron,
  layout: UnitLayout,
  digits: number,
  translate: Translate,
  picture?: string
): SVGElement[] {
  return layout.form === 'wide'
    ? wideNode(node, digits, translate, picture)
    : stackedNode(node, layout, digits, translate, picture);
}

function wideNode(
  { sum, value, spread }: Neuron,
  digits: number,
  translate: Translate,
  picture?: string
): SVGElement[] {
  const { half, height } = WIDE;
  const strip = spread ? [spreadStrip(spread, WIDE_ROOM, digits, translate)] : [];
  return [
    box(half, height, height),
    s('path', {
      class: 'sg-unit-cut',
      d: `M${-MIDDLE},${-height}V${height}M${MIDDLE},${-height}V${height}`
    }),
    ...(picture ? pictureIn(MIDDLE - 1, picture) : [unitCurve(sum.curve)]),
    numberAt(sum.value, 'z', 'sg-node-sum', WIDE_ROOM, [-AT, 0], '0.35em'),
    s(
      'g',
      { transform: `translate(${AT},0)` },
      numberAt(value, 'a', 'sg-node-value', WIDE_ROOM, [0, 0], spread ? '0em' : '0.35em'),
      ...strip
    )
  ];
}

function stackedNode(
  { sum, value, spread }: Neuron,
  { form, radius }: UnitLayout,
  digits: number,
  translate: Translate,
  picture?: string
): SVGElement[] {
  const { half, height } = STACKED;
  const strip = spread ? [spreadStrip(spread, radius, digits, translate)] : [];
  const room = form === 'plain' ? radius : STACKED_ROOM;
  const over = picture ? ' sg-over' : '';
  const [top, cut] = spread ? [STACKED_Y.overSpread, STACKED_Y.cut] : [STACKED_Y.sum, 0];
  return [
    box(half, height, 13),
    ...(form === 'plain' ? [s('circle', { r: radius })] : []),
    ...pictureIn(radius, picture),
    s('path', { class: 'sg-unit-cut', d: `M${-half},${cut}H${half}` }),
    numberAt(sum.value, 'z', `sg-node-sum${over}`, STACKED_ROOM, [0, top], '0.35em'),
    s(
      'g',
      // A plain neuron is lowered by the style sheet while it is whole.
      spread || form === 'plain'
        ? { class: spread ? undefined : 'sg-unit-output' }
        : { transform: `translate(0,${STACKED_Y.value})` },
      numberAt(
        value,
        form === 'plain' ? '·' : 'a',
        `sg-node-value${over}`,
        room,
        [0, 0],
        spread ? '-0.05em' : '0.35em'
      )
    ),
    ...strip
  ];
}

/** Rewrites the numbers of a neuron and moves the point on its curve. */
export function writeUnitNode(
  node: Element,
  { sum, value, spread }: Neuron,
  { form, radius }: UnitLayout
): void {
  const room = form === 'wide' ? WIDE_ROOM : STACKED_ROOM;
  if (sum.value) {
    writeNodeNumber(node.querySelector<SVGElement>('.sg-node-sum')!, sum.value, room);
  }
  if (value) {
    writeNodeNumber(
      node.querySelector<SVGElement>('.sg-node-value')!,
      value,
      form === 'plain' ? radius : room
    );
  }
  // The mean of a batch's outputs does not lie on the curve.
  writeUnitCurve(node, sum.curve, sum.value && value && !spread ? [sum.value.value, value.value] : null);
}

const box = (half: number, height: number, rx: number): SVGElement =>
  s('rect', { class: 'sg-unit', x: -half, y: -height, width: 2 * half, height: 2 * height, rx });

/** A number at a place, or a letter for it before its step. */
const numberAt = (
  shown: SceneNode['value'],
  letter: string,
  look: string,
  room: number,
  [x, y]: [number, number],
  dy: string
): SVGElement =>
  nodeNumber(
    shown,
    room,
    {
      class: `${look}${shown ? '' : ' sg-pending'}`,
      dy,
      ...(x === 0 && y === 0 ? {} : { transform: `translate(${x},${y})` })
    },
    letter
  );
