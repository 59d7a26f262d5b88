/**
 * Every printed line is true: the lines of random networks, with numbers of any size, read as arithmetic. A text stands
 * for all numbers that round to its digits.
 */
import { Program, undrawable } from '../../src/derivation';
import { deriveStep } from '../../src/derivation/derive';
import { Terms } from '../../src/derivation/terms';
import { TraceReader } from '../../src/trace';
import { checkPrinted, tally } from '../lines/checkLine';
import { Choices, fuzzing, tell } from './fuzzing';
import { randomTrace } from './lines';

const { count, seed, timeout } = fuzzing(150, 400);
/** At most this many steps of a trace are tried. */
const STEPS = 40;

test(
  `prints only true lines of ${count} networks`,
  () => {
    const counted = tally();
    const failures: string[] = [];
    let [refused, silent] = [0, 0];
    for (let i = 0; i < count; i++) {
      const choose = new Choices(seed + i);
      const trace = randomTrace(choose);
      if (trace === null || undrawable(trace) !== null) {
        refused++;
        continue;
      }
      const reader = new TraceReader(trace);
      const program = new Program(trace, 'operation');
      for (let n = 0; n < Math.min(STEPS, program.length); n++) {
        const step = program.step(program.length <= STEPS ? n : choose.below(program.length));
        const terms = new Terms(reader, step.iteration, choose.below(reader.samples));
        const digits = choose.pick([4, 4, 2, 1 + choose.below(17)]);
        const room = choose.pick([Infinity, 33, 8 + choose.below(40)]);
        const { blocks } = deriveStep(terms, step, 'operation', choose.chance(0.2));
        for (const line of blocks.flatMap(({ lines }) => lines)) {
          try {
            checkPrinted(line, digits, room, counted);
          } catch (error) {
            failures.push(`Seed ${seed + i}: ${(error as Error).message}`);
            silent += failures.length > 30 ? 1 : 0;
          }
        }
      }
    }
    tell(`${counted.lines} lines, ${counted.texts} texts, ${counted.compared} sides compared, ${counted.unknown} without a number, ${refused} networks refused`); // prettier-ignore
    expect(failures.slice(0, 40).join('\n')).toBe('');
  },
  timeout
);
