import type { Embedding } from '../../../engine';
import type { BlockKind } from './block';

/** Half the width and half the height of the table, in px. */
const HALF = 84;
const HEIGHT = 80;

/** A table, out of which each index takes a row. */
export const embedding: BlockKind<Embedding> = {
  detail: ({ numEmbeddings, embeddingDim }) => `${numEmbeddings} × ${embeddingDim}`,
  arms: ({ layer, path, x, y, g }) => {
    const width = x.shape[1];
    const chosen = (row: number): number[] => Array.from(x.data.subarray(row * width, (row + 1) * width));
    return [
      {
        ...{ column: 0, heading: '', symbol: '', value: y },
        picture: {
          half: HALF,
          height: HEIGHT,
          lines: [],
          table: { rows: layer.weight, name: `${path}.weight`, chosen }
        },
        links: [{ from: -1, joins: 'all' }]
      },
      { ...{ column: 1, heading: '', symbol: 'e', value: y, grad: g }, links: [{ from: 0, joins: 'all' }] }
    ];
  }
};
