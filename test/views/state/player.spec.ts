import { Player } from '../../../src/views/state/player';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('advances once per pace until it is stopped', () => {
  const advance = jest.fn();
  const player = new Player(advance);
  expect(player.playing).toBe(false);
  player.start(400);
  expect(player.playing).toBe(true);
  jest.advanceTimersByTime(399);
  expect(advance).toHaveBeenCalledTimes(0);
  jest.advanceTimersByTime(801);
  expect(advance).toHaveBeenCalledTimes(3);
  expect(player.stop()).toBe(true);
  expect(player.playing).toBe(false);
  jest.advanceTimersByTime(5000);
  expect(advance).toHaveBeenCalledTimes(3);
});

test('says that it was not playing when it is stopped twice', () => {
  const player = new Player(() => undefined);
  expect(player.stop()).toBe(false);
  player.start(400);
  player.stop();
  expect(player.stop()).toBe(false);
});

test('starts anew at another pace instead of keeping two timers', () => {
  const advance = jest.fn();
  const player = new Player(advance);
  player.start(400);
  player.start(1000);
  jest.advanceTimersByTime(2000);
  expect(advance).toHaveBeenCalledTimes(2);
  player.stop();
  expect(jest.getTimerCount()).toBe(0);
});

test('can stop itself while it advances', () => {
  let times = 0;
  const player: Player = new Player(() => {
    times++;
    player.stop();
  });
  player.start(400);
  jest.advanceTimersByTime(2000);
  expect(times).toBe(1);
});
