/** Random traces for the check of printed lines: every type of the registry, with numbers of any size. */
import { Linear, Optimizer, Parameter, Sequential, manualSeed } from '../../src/engine';
import { Options, optimizers } from '../../src/engine/registry';
import { Trace, record } from '../../src/trace';
import { FEATURES, layersToTry, lossesToTry } from '../derivation/everything';
import { Choices } from './fuzzing';

/** How the numbers of a network are drawn. */
type Draw = (choose: Choices) => number;

const signed = (choose: Choices, x: number): number => (choose.chance(0.5) ? -x : x);
const usual: Draw = choose => 4 * choose.next() - 2;
const short: Draw = choose => signed(choose, choose.pick([0, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 10]));
const anySize =
  (range: number): Draw =>
  choose =>
    signed(choose, choose.next() * 10 ** (range * (2 * choose.next() - 1)));
/** Numbers whose difference is lost, or nearly. */
/** Numbers that underflow when multiplied, saturate when exponentiated, and vanish when added. */
const extreme: Draw = choose =>
  signed(choose, choose.pick([1e-200, 3e-160, 1e-320, 800, 40, 25, 746, 1, 0.5, 2, 1e17, 1e-17]));
const close: Draw = choose => 1 + choose.pick([0, 3e-14, -2e-16, 1e-9, 1e-5]) * choose.below(4);
const special: Draw = choose => choose.pick([0, -0, NaN, Infinity, -Infinity, 1, 5e-324, Number.MAX_VALUE]);
const rounding: Draw = choose =>
  signed(choose, choose.pick([9.99995, 99999.5, 0.99996, 0.000099996, 999999.7]));
const mostly =
  (often: Draw, seldom: Draw): Draw =>
  choose =>
    choose.chance(0.1) ? seldom(choose) : often(choose);

const draws: Draw[] = [
  usual,
  usual,
  short,
  short,
  anySize(2),
  anySize(20),
  anySize(300),
  close,
  rounding,
  mostly(usual, anySize(300)),
  mostly(usual, special),
  mostly(usual, extreme),
  extreme,
  mostly(short, close),
  () => 0
];

const filled = (choose: Choices, length: number, draw: Draw): number[] =>
  Array.from({ length }, () => draw(choose));

/** Layers of `FEATURES` numbers; an Embedding, which takes indices, is left out. */
const middle = Object.entries(layersToTry).flatMap(([type, makers]) => (type === 'Embedding' ? [] : makers));
const ends = Object.values(lossesToTry).flat();

/** An optimiser of the registry with random options, or with those of its examples; null if they exclude each other. */
function optimizerOf(choose: Choices, parameters: Parameter[]): Optimizer | null {
  const type = choose.pick(Object.values(optimizers));
  if (choose.chance(0.3)) {
    return type.from(parameters, choose.pick(type.examples));
  }
  const options = Object.entries(type.optionTable).map(([name, { default: usually, below = Infinity }]) => {
    const number = (): number =>
      choose.pick([0, 0.5, 0.9, 0.1, 1e-8, 1e-3, 1e-300, ...(below > 1e300 ? [1, 7, 1e300] : [0.999])]);
    const drawn =
      typeof usually === 'boolean'
        ? choose.chance(0.5)
        : Array.isArray(usually)
          ? usually.map(number)
          : number();
    return [name, choose.chance(0.6) ? usually : drawn] as const;
  });
  try {
    return type.from(parameters, Object.fromEntries(options) as Options);
  } catch {
    return null;
  }
}

/** A random trace; null if the engine refuses its numbers. */
export function randomTrace(choose: Choices): Trace | null {
  manualSeed(choose.below(1e6));
  const [inside, data, wanted] = [choose.pick(draws), choose.pick(draws), choose.pick(draws)];
  const features = choose.pick([1, 2, 2, 3, 8]);
  const samples = choose.pick([1, 1, 2, 3, 9]);
  const { loss, end, target } = choose.pick(ends);
  const width = choose.pick([FEATURES, 3]);
  const own =
    width === 3 ? [] : [choose.pick(middle)(), ...(choose.chance(0.3) ? [choose.pick(middle)()] : [])];
  const model = new Sequential(
    new Linear(features, width, { bias: choose.chance(0.8) }),
    ...own,
    ...(width === 3 ? [] : [new Linear(width, 3)]),
    ...end()
  );
  if (choose.chance(0.7)) {
    model.parameters().forEach(({ data: numbers }) => numbers.set(filled(choose, numbers.length, inside)));
  }
  // Its choices are its own: a new optimiser leaves the networks as they are.
  const apart = new Choices(choose.below(1e9));
  const optimizer = apart.chance(0.85) ? optimizerOf(apart, model.parameters()) : null;
  const input = Array.from({ length: samples }, () => filled(choose, features, data));
  const targets = Array.from({ length: samples }, (_, s) => target(filled(choose, 3, wanted), s));
  try {
    const trace = record(model, {
      input,
      target: targets as number[][],
      loss: loss(),
      ...(optimizer && { optimizer }),
      iterations: optimizer ? choose.pick([1, 1, 2, 3]) : 1,
      zeroGrad: choose.chance(0.85)
    });
    return JSON.parse(JSON.stringify(trace)) as Trace;
  } catch (error) {
    // The engine says no to numbers that a loss is not defined for.
    if (error instanceof RangeError || error instanceof TypeError) {
      return null;
    }
    throw error;
  }
}
