import {
  Network,
  Translate,
  architecture,
  brief,
  formatNumber,
  areJoined,
  joinsOf,
  layoutNetwork,
  placeOf
} from '../derivation';
import type { Layout } from '../derivation';
import type { Picture } from './document';
import { legend, edgeWidth } from './edgeWidths';
import { Markup, shorten, tag } from './markup';
import { palette } from './palette';
import { frame, moved } from './svg';

/** A number and its address. */
export interface Figure {
  value: number;
  ref?: string;
}

/** A unit or an input as drawn. Column 0 holds the inputs. */
export interface NetworkNode {
  symbol: string;
  name?: string;
  value?: Figure;
  delta?: Figure;
}

/** The network to draw, with the numbers of one sample or with weights alone. */
export interface Subject {
  network: Network;
  node(column: number, unit: number): NetworkNode;
  /** The weights into a column, units × inputs; null if the column has none. */
  weights(column: number): Float64Array | null;
  loss?: { value: Figure; targets: string[] };
  named: boolean;
  /** Significant digits of δ, of the targets and of the legend. */
  digits: number;
}

/** A halo that keeps text readable above edges. */
const HALO = { stroke: palette.back, 'stroke-width': 3, 'paint-order': 'stroke', 'stroke-linejoin': 'round' };

const WIDTH = 680;
const TOP = 6;
const LEGEND = 34;
/** At most this many targets fit above the loss. */
const MAX_TARGETS = 6;

/** The network as the stepper draws it after the whole pass. */
export function networkPicture(
  subject: Subject,
  translate: Translate,
  about: string,
  description: string
): Picture {
  const { network, named, loss } = subject;
  const widths = [network.inputs, ...network.stages.map(({ units }) => units)];
  const layout = layoutNetwork(widths, [], WIDTH, named ? 104 : 52, loss !== undefined);
  const { edges, largest } = drawEdges(subject, layout);
  return frame(
    layout.width,
    TOP + layout.height + LEGEND,
    `${architecture(network)} · ${about}`,
    description,
    moved(
      0,
      TOP,
      ...edges,
      ...drawNodes(subject, layout, widths, translate),
      ...drawLoss(subject, layout, translate)
    ),
    moved(16, TOP + layout.height + 14, ...legend(largest, translate, loss !== undefined, subject.digits))
  );
}

const curve = (from: { x: number; y: number }, to: { x: number; y: number }, radius: number): string => {
  const [x0, x1] = [from.x + radius, to.x - radius];
  const [half, across, down] = [(x1 - x0) / 2, x1 - x0, to.y - from.y];
  return down === 0
    ? `M${x0},${from.y}h${across}`
    : `M${x0},${from.y}c${half},0,${half},${down},${across},${down}`;
};

function drawEdges(
  { network, weights, loss }: Subject,
  layout: Layout
): { edges: Markup[]; largest: number } {
  const { columns, radius } = layout;
  const all = network.stages.map((_, i) => weights(i + 1));
  let largest = 0;
  all.forEach(data =>
    data?.forEach(w => (largest = Math.max(largest, Number.isFinite(w) ? Math.abs(w) : 0)))
  );
  const thin = (d: string): Markup => tag('path', { d, stroke: palette.unknown, 'stroke-width': 1.2 });
  const edges = network.stages.flatMap((stage, i) =>
    columns[i + 1].rows.flatMap(unit =>
      columns[i].rows.flatMap(input => {
        if (
          unit === null ||
          input === null ||
          !areJoined(joinsOf(network, stage), unit, stage.units, input, stage.inputs)
        ) {
          return [];
        }
        const d = curve(placeOf(layout, i, input)!, placeOf(layout, i + 1, unit)!, radius);
        const w = all[i]?.[unit * stage.inputs + input];
        return w === undefined || Number.isNaN(w)
          ? [thin(d)]
          : [
              tag('path', {
                d,
                stroke: w < 0 ? palette.negative : palette.positive,
                'stroke-width': Number(edgeWidth(Math.abs(w), largest).toFixed(2))
              })
            ];
      })
    )
  );
  const last = network.stages.length;
  const toLoss = loss
    ? columns[last].rows.flatMap(unit =>
        unit === null
          ? []
          : [thin(curve(placeOf(layout, last, unit)!, placeOf(layout, last + 1, 0)!, radius))]
      )
    : [];
  return { edges: [tag('g', { fill: 'none', 'stroke-opacity': 0.85 }, ...edges, ...toLoss)], largest };
}

function drawNodes(subject: Subject, layout: Layout, widths: number[], translate: Translate): Markup[] {
  return widths.flatMap((_, column) => {
    const { rows, x, y, hidden } = layout.columns[column];
    return rows.map((unit, row) =>
      unit === null
        ? tag(
            'text',
            { x, y: y[row], 'text-anchor': 'middle', fill: palette.quiet },
            translate('… %1 more', hidden)
          )
        : moved(
            x,
            y[row],
            ...drawNode(subject.node(column, unit), column === 0, layout.radius, subject.digits)
          )
    );
  });
}

function drawNode(
  { symbol, name, value, delta }: NetworkNode,
  input: boolean,
  radius: number,
  digits: number
): Markup[] {
  const stroke = input ? palette.input : palette.activation;
  const parts = [tag('circle', { r: radius, fill: palette.back, stroke, 'stroke-width': 2 })];
  if (value) {
    parts.push(number(value));
  }
  if (input) {
    const at = { x: -radius - 7, 'text-anchor': 'end' };
    if (name === undefined) {
      parts.push(tag('text', { ...at, dy: '0.35em', fill: palette.quiet }, symbol));
    } else {
      parts.push(
        tag('text', { ...at, y: -1 }, shorten(name)),
        tag('text', { ...at, y: 15, fill: palette.quiet }, symbol)
      );
    }
    return parts;
  }
  const label = name === undefined ? symbol : `${symbol} ${shorten(name)}`;
  const below = { y: radius + 15, 'text-anchor': 'middle', 'font-size': 12, ...HALO };
  const deltaPart = delta
    ? [
        tag(
          'tspan',
          { fill: palette.gradient, ...source(delta) },
          ` · δ ${formatNumber(delta.value, digits)}`
        )
      ]
    : [];
  parts.push(tag('text', { ...below, fill: palette.activation }, label, ...deltaPart));
  return parts;
}

const source = ({ value, ref }: Figure): Record<string, string | number | undefined> => ({
  'data-ref': ref,
  'data-value': value
});

const number = (figure: Figure): Markup =>
  tag('text', { 'text-anchor': 'middle', dy: '0.35em', ...source(figure) }, brief(figure.value));

function drawLoss({ loss }: Subject, layout: Layout, translate: Translate): Markup[] {
  if (!loss) {
    return [];
  }
  const { x, y } = placeOf(layout, layout.columns.length - 1, 0)!;
  const size = layout.radius * 2 - 2;
  const hidden = loss.targets.length - MAX_TARGETS;
  const lines = [
    ...loss.targets.slice(0, MAX_TARGETS),
    ...(hidden > 0 ? [translate('… %1 more', hidden)] : [])
  ];
  const middle = { 'text-anchor': 'middle', 'font-size': 12 };
  return [
    moved(
      x,
      y,
      tag('rect', {
        x: -size / 2,
        y: -size / 2,
        width: size,
        height: size,
        rx: 5,
        fill: palette.back,
        stroke: palette.loss,
        'stroke-width': 2
      }),
      number(loss.value),
      tag('text', { ...middle, y: size / 2 + 16, fill: palette.loss }, 'L'),
      ...lines.map((line, row) =>
        tag(
          'text',
          { ...middle, y: -size / 2 - 8 - (lines.length - 1 - row) * 15, fill: palette.target },
          line
        )
      )
    )
  ];
}
