/** In which order the cells of a notebook were run, as far as their counts and this page know: pure. */

/** What is known of when a cell was run. */
export interface Ran {
  /** Its execution count; null for one that was not run, or is running. */
  count: number | null;
  /** How many cells this page had seen being run before it; undefined for one that it did not see. */
  run?: number;
}

/** When a cell was run. */
export interface RunPlace {
  /** Among the cells, from 0. */
  time: number;
  /** By which kernel: 0 is the first whose cells are there. A model of another kernel is another model. */
  kernel: number;
}

/**
 * When each cell was run. A kernel counts from 1 up: where a cell that was run later has no larger count, another
 * kernel has run it. Those that this page saw being run come after those that it did not: of these, their counts say
 * the order; where one has none, or two have the same, they come as they stand.
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
