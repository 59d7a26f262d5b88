/** The order in which the cells of a notebook were run, from their execution counts and what this page saw. */

/** What is known about when a cell was run. */
export interface Ran {
  /** Its execution count; null if it was not run or is running. */
  count: number | null;
  /** How many runs this page saw before it; undefined if it did not see this run. */
  run?: number;
}

/** When a cell was run. */
export interface RunPlace {
  /** Its index in the order of runs. */
  time: number;
  /** The kernel's number, from 0. Models of different kernels are different models. */
  kernel: number;
}

/**
 * When each cell was run. A kernel counts up from 1, so a later run with a smaller or equal count belongs to another
 * kernel. Runs that this page saw come after those it did not see. The latter are ordered by their counts; if a count
 * is missing or occurs twice, by their place on the page.
 */
export function runPlaces(cells: readonly Ran[]): RunPlace[] {
  const all = cells.map(({ count, run }, at) => ({ count, run, at }));
  const saved = all.filter(({ run }) => run === undefined);
  const counts = saved.map(({ count }) => count);
  const told = !counts.includes(null) && new Set(counts).size === counts.length;
  const seen = all.filter(({ run }) => run !== undefined).sort((a, b) => a.run! - b.run!);
  const order = [...(told ? saved.sort((a, b) => a.count! - b.count!) : saved), ...seen];
  const places = new Array<RunPlace>(cells.length);
  let kernel = 0;
  let last = 0;
  order.forEach(({ count, at }, time) => {
    if (count !== null) {
      kernel += count <= last ? 1 : 0;
      last = count;
    }
    places[at] = { time, kernel };
  });
  return places;
}
