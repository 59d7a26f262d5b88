import { Room, layoutStepper } from '../../../src/views/stepper/stepperLayout';

/** A window of 1366 × 768 px with both side bars of Lab collapsed. */
const laptop: Room = {
  width: 1184,
  height: 647,
  above: 160,
  bar: 48,
  picture: 376,
  legend: 46,
  both: true,
  lenses: true
};
const LEAST = 0.72;

/** Height of everything down to the legend, in px. */
const taken = ({ above, picture, legend }: Room, scale: number): number =>
  above + picture * scale + legend * Math.max(1, scale);

describe('the height', () => {
  test('leaves a graph that fits as it is, and shrinks one that does not', () => {
    expect(layoutStepper(laptop).picture).toBe(1);
    const low = { ...laptop, height: 560 };
    const { picture } = layoutStepper(low);
    expect(picture).toBeLessThan(1);
    expect(picture).toBeGreaterThan(LEAST);
    expect(taken(low, picture)).toBeLessThanOrEqual(560);
    // The graph gets as much more width of its own as it is scaled down.
    expect(layoutStepper(low).graph * picture).toBeCloseTo(laptop.width * 0.54, -1);
  });

  test('never makes a graph unreadable: in a very low window it scrolls', () => {
    expect(layoutStepper({ ...laptop, height: 200 }).picture).toBe(LEAST);
  });

  test('of a derivation that stands alone or under the graph leaves room for the timeline', () => {
    expect(layoutStepper({ ...laptop, width: 600 }).derivationHeight).toBe(380);
    expect(layoutStepper({ ...laptop, width: 600, height: 300, bar: 80 }).derivationHeight).toBe(210);
    expect(layoutStepper({ ...laptop, width: 600, height: 120 }).derivationHeight).toBe(200);
  });
});

describe('the width', () => {
  test('makes texts and graph larger from 1240 px on, side by side', () => {
    expect(layoutStepper(laptop)).toMatchObject({ narrow: false, text: 1, graph: 639, derivation: 489 });
    const wide = layoutStepper({ ...laptop, width: 1620, height: 1200 });
    expect([wide.text, wide.picture]).toEqual([1.3, 1.3]);
    // As much of the width as before, in larger px.
    expect(wide.graph * 1.3).toBeCloseTo(1620 * 0.54, -1);
    expect((wide.derivation + 32) * 1.3).toBeCloseTo(1620 * 0.44, -1);
    expect(layoutStepper({ ...laptop, width: 3000, height: 3000 }).text).toBe(1.44);
  });

  test('enlarges the graph no more than the height allows', () => {
    const wide = { ...laptop, width: 1620, height: 700 };
    const { text, picture } = layoutStepper(wide);
    expect([text, picture < text]).toEqual([1.3, true]);
    expect(taken(wide, picture)).toBeLessThanOrEqual(700);
  });

  test('stacks graph and derivation below 860 px', () => {
    expect(layoutStepper({ ...laptop, width: 582 })).toMatchObject({
      narrow: true,
      text: 1,
      picture: 1,
      graph: 558,
      derivation: 550,
      table: 582,
      lenses: 558
    });
  });

  test('belongs to a graph without a derivation alone, and to a table without lenses', () => {
    const { graph, table } = layoutStepper({ ...laptop, both: false, lenses: false });
    expect([graph, table]).toEqual([1160, 1184]);
  });
});
