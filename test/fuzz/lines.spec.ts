/**
 * Every printed line is true: the lines of random networks, with numbers of any size, read as arithmetic. A text stands
 * for all numbers that round to its digits.
 */
import {
  Derivation,
  Expression,
  Program,
  digitsOf,
  english,
  stepToSpeech,
  undrawable
} from '../../src/derivation';
import { deriveStep } from '../../src/derivation/derive';
import { Terms } from '../../src/derivation/terms';
import { TraceReader } from '../../src/trace';
import { checkPrinted, tally } from '../lines/checkLine';
import { meet } from '../lines/interval';
import { intervalOf } from '../lines/printed';
import { spokenSides } from '../lines/speech';
import { wrongSign } from '../lines/strictly';
import { Choices, fuzzing, tell } from './fuzzing';
import { randomTrace } from './lines';

const { count, seed, timeout } = fuzzing(60, 2000);
/** At most this many steps of a trace are tried, and false lines shown. */
const STEPS = 40;
const SHOWN = 40;

/** Whether the text states an equality, which has to hold. */
function checkSpoken(text: string, digits: number): number {
  const said = spokenSides(text, digits);
  if (said === null) {
    return 0;
  }
  const [formula, result] = said.sides;
  const wrong = wrongSign(formula, result, said.about, []);
  const around = { symbols: new Map<string, number>(), omitted: [] };
  if (wrong !== null || (!said.about && !meet(intervalOf(formula, around), intervalOf(result, around)))) {
    throw new Error(`${wrong ?? 'The sides differ.'} At ${digits} digits it is said: ${text}`);
  }
  return 1;
}

const nameOf = (e: Expression): string => JSON.stringify(e.kind === 'quantity' && e.symbol);

/** The digits of the line that is read out: that of the step's one result. */
function digitsSpoken({ blocks, results: [result] }: Derivation, digits: number): number {
  const same = blocks.flatMap(({ lines }) => lines).find(({ left }) => nameOf(left) === nameOf(result));
  return same ? digitsOf(same, digits) : digits;
}

test(
  `prints only true lines of ${count} networks`,
  () => {
    const counted = tally();
    const failures: string[] = [];
    let [refused, spoken] = [0, 0];
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
        const layout = { room, inline: choose.chance(0.3), marked: choose.chance(0.3) };
        const derivation = deriveStep(terms, step, 'operation', choose.chance(0.2));
        try {
          spoken += checkSpoken(stepToSpeech(derivation, english, digits), digitsSpoken(derivation, digits));
        } catch (error) {
          failures.push(`Seed ${seed + i}: ${(error as Error).message}`);
        }
        for (const line of derivation.blocks.flatMap(({ lines }) => lines)) {
          try {
            checkPrinted(line, digits, layout, counted);
          } catch (error) {
            failures.push(`Seed ${seed + i}: ${(error as Error).message}`);
          }
        }
      }
    }
    tell(
      `${counted.lines} lines, ${counted.texts} texts, ${counted.compared} sides compared, ${spoken} equalities spoken`
    );
    tell(
      `${counted.unknown} sides without one number, ${refused} networks refused, ${failures.length} false texts`
    );
    expect(failures.slice(0, SHOWN).join('\n')).toBe('');
  },
  timeout
);
