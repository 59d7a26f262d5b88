import { DataLoader, Generator, manualSeed } from '../../../src/engine';

const numbers = (n: number): number[][] => Array.from({ length: n }, (_, i) => [i, 10 * i]);
const column = (n: number): number[][] => Array.from({ length: n }, (_, i) => [i]);

describe('DataLoader', () => {
  it('yields batches in order, the last one smaller', () => {
    const loader = new DataLoader({ input: numbers(5), target: column(5) }, { batchSize: 2 });
    expect(loader.length).toBe(3);
    expect([...loader].map(({ input, target }) => [input.toArray(), target.toArray()])).toEqual([
      [
        [
          [0, 0],
          [1, 10]
        ],
        [[0], [1]]
      ],
      [
        [
          [2, 20],
          [3, 30]
        ],
        [[2], [3]]
      ],
      [[[4, 40]], [[4]]]
    ]);
  });

  it('shuffles every epoch, keeps samples with their targets and omits none', () => {
    manualSeed(0);
    const loader = new DataLoader(
      { input: numbers(20), target: column(20) },
      { batchSize: 3, shuffle: true }
    );
    const epoch = (): number[] =>
      [...loader].flatMap(({ input, target }) => {
        const chosen = Array.from(target.data);
        expect(input.toArray()).toEqual(chosen.map(i => [i, 10 * i]));
        return chosen;
      });
    const [first, second] = [epoch(), epoch()];
    expect(first).not.toEqual(second);
    expect(first.sort((a, b) => a - b)).toEqual(column(20).flat());
    expect(second.sort((a, b) => a - b)).toEqual(column(20).flat());
  });

  it('copies: changing a batch does not change the data', () => {
    const loader = new DataLoader({ input: numbers(2), target: column(2) });
    for (const { input } of loader) {
      input.data.fill(99);
    }
    expect(loader.input.toArray()).toEqual(numbers(2));
  });

  it('rejects samples without targets and an invalid batchSize', () => {
    expect(() => new DataLoader({ input: numbers(3), target: column(2) })).toThrow(
      'DataLoader expects a target for every sample: input is 3 × 2, target 2 × 1.'
    );
    expect(() => new DataLoader({ input: numbers(3), target: column(3) }, { batchSize: 0 })).toThrow(
      'DataLoader: batchSize is 0, expected a whole number of at least 1.'
    );
  });
});

describe('manualSeed', () => {
  it.each([0.5, NaN, Infinity, '1' as unknown as number])('rejects %p', seed => {
    expect(() => manualSeed(seed)).toThrow(
      `A seed is a whole number, such as manualSeed(0), got ${typeof seed === 'string' ? 'the text "1"' : seed}.`
    );
  });

  it('uses the lower 32 bits, as in PyTorch', () => {
    expect(new Generator(2 ** 40 + 3).random32()).toBe(new Generator(3).random32());
    expect(new Generator(-1).random32()).toBe(new Generator(2 ** 32 - 1).random32());
  });

  it("gives the Mersenne Twister's published numbers for seed 5489", () => {
    const generator = new Generator(5489);
    const first = Array.from({ length: 10000 }, () => generator.random32());
    expect(first.slice(0, 3)).toEqual([3499211612, 581869302, 3890346734]);
    // The 10000th number, as the C++ standard requires of std::mt19937.
    expect(first[9999]).toBe(4123659995);
  });
});
