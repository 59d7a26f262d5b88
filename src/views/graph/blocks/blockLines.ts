import { ScaleLinear, linkHorizontal } from 'd3';
import { s } from '../../page/dom';
import type { SceneEdge } from '../scene';
import { edgeLook } from '../edgeLook';
import type { PlacedArm, PlacedBlock } from './blockLayout';
import { ARC_AT, CIRCLE } from './blockLayout';
import type { BareEdge } from './sceneBlock';

/** The length of the stub of a bias over its cell, in px. */
const STUB = 8;

const isWeight = (line: SceneEdge | BareEdge): line is SceneEdge => 'weight' in line;

/** The lines of a block: from its input to its arms, between them, and over them those of the biases. */
export function blockLines(placed: PlacedBlock, width: ScaleLinear<number, number>): SVGElement[] {
  const lines = placed.arms.flatMap(to => [...biasLines(to, width), ...armLines(placed, to, width)]);
  // Those that the step asks for are on top.
  return [...lines].sort((a, b) => Number(a.matches('.sg-active')) - Number(b.matches('.sg-active')));
}

function armLines(placed: PlacedBlock, to: PlacedArm, width: ScaleLinear<number, number>): SVGElement[] {
  const link = linkHorizontal<unknown, [number, number]>();
  return to.arm.links.flatMap(({ from, joins, isArc }, i) => {
    const source = from < 0 ? { ...placed.inputs, half: 0 } : placed.arms[from];
    if (isArc) {
      return [arcOf(placed, to)];
    }
    return to.rows.flatMap((unit, row) =>
      source.rows.flatMap((input, at) => {
        if (unit === null || input === null || (joins === 'each' && input !== unit)) {
          return [];
        }
        const edge = to.arm.edge(i, unit, input);
        const ends = {
          source: [source.x + source.half, source.y[at]] as [number, number],
          target: [to.x - to.half, to.y[row]] as [number, number]
        };
        const number =
          edge && isWeight(edge) ? { 'data-ref': edge.weight.ref, 'data-value': edge.weight.value } : {};
        return edge ? [s('path', { ...edgeLook({ ...edge }, width), ...number, d: link(ends) ?? '' })] : [];
      })
    );
  });
}

function biasLines(to: PlacedArm, width: ScaleLinear<number, number>): SVGElement[] {
  const { arm, rows, x, y, half, height } = to;
  if (!arm.links.some(({ joins }) => joins === 'weights')) {
    return [];
  }
  return rows.flatMap((unit, row) => {
    const line = unit === null ? null : arm.edge(0, unit, null);
    const bias = line && isWeight(line) ? line : null;
    if (!bias) {
      return [];
    }
    const left = Math.round(x - 0.6 * half);
    const top = Math.round(y[row] - (arm.isNeuron ? height : 0.8 * half));
    const { ref, value } = bias.weight;
    return [
      s('path', {
        ...edgeLook(bias, width),
        'data-ref': ref,
        'data-value': value,
        d: `M${left},${top - STUB}V${top + 3}`
      })
    ];
  });
}

/** The arc round everything between the input and the output. */
function arcOf({ inputs, top, block }: PlacedBlock, to: PlacedArm): SVGElement {
  const high = top + ARC_AT;
  const [first, last] = [inputs.y[0], to.y[0] - CIRCLE];
  return s('path', {
    class: `sg-arc sg-edge sg-unknown${block.active ? ' sg-active' : ''}`,
    'stroke-width': 2.5,
    d: `M${inputs.x},${first}C${inputs.x + 20},${first} ${inputs.x + 12},${high} ${inputs.x + 60},${high}H${to.x - 40}Q${to.x},${high} ${to.x},${last}`
  });
}
