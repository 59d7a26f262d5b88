import { brief } from '../../../derivation';
import type { Dropout } from '../../../engine';
import type { BlockKind } from './block';

/** Each number, crossed out if it is dropped; the others are 1/(1 − p) times as large. */
export const dropout: BlockKind<Dropout> = {
  detail: ({ p }) => `p ${p}`,
  arms: ({ layer, x, y, g }) => {
    layer.forward(x);
    const { kept } = layer;
    return [
      {
        ...{
          column: 0,
          heading: kept ? `p ${layer.p}: × ${brief(layer.p < 1 ? 1 / (1 - layer.p) : 0)}` : '× 1',
          symbol: 'a',
          value: y,
          grad: g
        },
        ...(kept ? { kept } : {}),
        links: [{ from: -1, joins: 'each' }]
      }
    ];
  }
};
