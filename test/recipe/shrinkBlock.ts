import type { BlockKind } from '../../src/views/graph/blocks/block';
import type { Tanhshrink } from './tanhshrink';

/** Each number, and how much of it is taken away. */
export const shrink: BlockKind<Tanhshrink> = {
  detail: () => 'z − tanh z',
  arms: ({ x, y, g }) => [
    {
      ...{ column: 0, heading: 'z', symbol: 'z', value: x },
      links: [{ from: -1, joins: 'each' }]
    },
    {
      ...{ column: 1, heading: 'z − tanh z', symbol: 'a', value: y, grad: g },
      links: [{ from: 0, joins: 'each' }]
    }
  ]
};
