import type { Softmax } from '../../../engine';
import type { BlockKind } from './block';

/** Shares of 1, each of all numbers of the row, with bars. */
export const softmax: BlockKind<Softmax> = {
  detail: () => '',
  arms: ({ y, g }) => [
    {
      ...{ column: 0, heading: 'Σ = 1', symbol: 'p', value: y, grad: g, isShare: true },
      links: [{ from: -1, joins: 'all' }]
    }
  ]
};
