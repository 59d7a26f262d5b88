import { Pace } from '../../src/kernel/pace';

/** Notes four times a second how far a run is, for some seconds. */
function run(pace: Pace, seconds: number, stepsAt: (t: number) => number): void {
  for (let t = 0; t <= seconds; t += 0.25) {
    pace.note(t, Math.floor(stepsAt(t)));
  }
}

test('knows no time left and no pace before the first steps', () => {
  const pace = new Pace();
  expect([pace.stepsPerSecond, pace.left(100)]).toEqual([0, undefined]);
  pace.note(0, 0);
  expect([pace.stepsPerSecond, pace.left(100)]).toEqual([0, undefined]);
  // A first step that takes long says nothing about the others.
  pace.note(20, 1);
  expect(pace.left(100)).toBeUndefined();
});

test.each([
  [1, undefined],
  [2.75, undefined],
  [3, 100],
  [60, 100]
])('tells the time left of a steady run after %d s: %p', (seconds, left) => {
  const pace = new Pace();
  run(pace, seconds, t => 40 * t);
  expect(pace.left(4000)).toBe(left);
  expect(pace.stepsPerSecond).toBe(40);
});

test('waits for a whole epoch if something is measured after it, and counts the measuring', () => {
  // 100 steps in 5 s, then 5 s of validation.
  const steps = (t: number): number => 100 * Math.floor(t / 10) + Math.min(100, 20 * (t % 10));
  const pace = new Pace(100);
  run(pace, 4.75, steps);
  expect(pace.left(1000)).toBeUndefined();
  const long = new Pace(100);
  run(long, 100, steps);
  expect(long.left(1000)).toBeCloseTo(100, -1);
});

test('forgets slow first steps, and changes little from report to report', () => {
  const pace = new Pace();
  const steps = (t: number): number => (t < 3 ? t : 3 + 100 * (t - 3)) + 8 * Math.sin(5 * t);
  let before: number | undefined;
  for (let t = 0; t <= 60; t += 0.25) {
    pace.note(t, Math.max(0, Math.floor(steps(t))));
    const left = pace.left(10_000);
    if (t > 20) {
      expect(Math.abs(left! - before!)).toBeLessThan(0.05 * before!);
    }
    before = left;
  }
  expect(before).toBeCloseTo(100, -1);
});

test('follows a run that becomes slower', () => {
  const pace = new Pace();
  run(pace, 400, t => (t < 200 ? 100 * t : 20_000 + 10 * (t - 200)));
  expect(pace.left(1000)).toBeCloseTo(100, 0);
});

test('keeps a bounded number of marks, and no negative time', () => {
  const pace = new Pace();
  run(pace, 3600, t => 10 * t);
  expect(pace.left(-5)).toBe(0);
  expect((pace as unknown as { marks: unknown[] }).marks.length).toBeLessThanOrEqual(257);
  expect(pace.stepsPerSecond).toBeCloseTo(10, 1);
});
