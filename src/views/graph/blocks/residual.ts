import { Module, Residual, Sequential } from '../../../engine';
import type { BlockKind } from './block';

const namesOf = (block: Module): string[] =>
  block instanceof Sequential
    ? block.children().map(([, { constructor }]) => constructor.name)
    : [block.constructor.name];

/** The layers inside, and an arc round them that meets them in ⊕. */
export const residual: BlockKind<Residual> = {
  detail: ({ block }) => namesOf(block).join(' → '),
  arms: ({ layer, path, x, y, g }, inside) => {
    const f = layer.block.forward(x);
    const through = layer.block.backward(g);
    const arms = inside({ layer: layer.block, path: `${path}.block`, x, y: f, g });
    const last = arms.length - 1;
    return [
      ...arms.slice(0, last),
      { ...arms[last], symbol: 'f' },
      {
        ...{ column: arms[last].column + 1, heading: 'x + f', symbol: 'y', value: y, grad: g, sign: '⊕' },
        ways: { x, f, around: g, through },
        links: [
          { from: last, joins: 'each' },
          { from: -1, joins: 'each', isArc: true }
        ]
      }
    ];
  }
};
