import type { Tensor } from '../../../engine';
import type { ScenePicture } from './sceneBlock';

/** At most this many rows of a table are drawn. */
const MAX_TABLE = 7;

/** Some rows of a table: the chosen ones, and the first of the others. */
export function tableRows(
  { shape: [length, width], data }: Tensor,
  chosen: number[]
): NonNullable<ScenePicture['table']>['rows'] {
  const shown = new Set(chosen.slice(0, MAX_TABLE - 1));
  for (let i = 0; i < length && shown.size < Math.min(length, MAX_TABLE); i++) {
    shown.add(i);
  }
  const rows = [...shown].sort((a, b) => a - b);
  return rows.flatMap((index, i) => [
    ...(index > (rows[i - 1] ?? -1) + 1 ? [null] : []),
    {
      index,
      numbers: Array.from(data.subarray(index * width, (index + 1) * width)),
      isChosen: chosen.includes(index)
    },
    ...(i === rows.length - 1 && index < length - 1 ? [null] : [])
  ]);
}
