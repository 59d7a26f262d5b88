/**
 * Mutated payloads are refused in one sentence, or can be drawn: readPayload never throws, and what it accepts has a
 * static version and a derivation of every step.
 */
import { inEnglish } from '../../src/engine/message';
import { DIGITS, undrawable } from '../../src/derivation';
import { staticVersion } from '../../src/kernel/staticVersion';
import { readPayload } from '../../src/trace';
import type { Payload } from '../../src/trace';
import { StepperModel } from '../../src/views/state/stepperModel';
import { entriesOf } from '../../src/views/inspector/entries';
import type { Json } from '../trace/damage';
import { Choices, fuzzing, tell } from './fuzzing';
import { mutated } from './mutations';
import { Sample, payloads } from './payloads';

const { count, seed, timeout } = fuzzing(300, 100);
/** Of the accepted payloads of a long run, every so-manieth is drawn: drawing takes fifty times as long as reading. */
const DRAWN = count > 5000 ? 40 : 1;
/** The longest that reading may take, in ms, also on a busy machine. */
const SLOW = 5000;
/** Words of programmers, which don't belong into a sentence for a learner. */
const JARGON =
  /undefined|null is not|\[object|RegExp|pattern "|additionalProperties|TypeError|is not a function|is not iterable|reading '|NOT |Invalid |length of/;

let samples: Sample[];
beforeAll(async () => {
  samples = await payloads();
}, 60_000);

/** Draws an accepted payload without a page. */
function draw(payload: Payload): void {
  if (!staticVersion(payload, 'en', DIGITS)['text/html']) {
    throw new Error('has no static version');
  }
  if (payload.kind === 'trace' && !undrawable(payload)) {
    const model = new StepperModel(payload, { granularity: 'neuron' });
    const every = Math.max(1, Math.ceil(model.steps / 40));
    for (let i = 0; i < model.steps; i += every) {
      model.derivationOf(i);
    }
    model.dispose();
  }
  if (payload.kind !== 'check' && payload.kind !== 'comparison') {
    entriesOf([{ id: 'a/0', cell: 'a', count: 1, time: 1, kernel: 0, payload }]);
  }
}

/** Throws unless the payload is refused well, or accepted and drawn. @returns whether it was accepted */
function tried(payload: Json, drawn: boolean): boolean {
  const start = performance.now();
  const read = readPayload(payload);
  if (performance.now() - start > SLOW) {
    throw new Error(`reading took ${Math.round(performance.now() - start)} ms`);
  }
  if ('error' in read) {
    if (
      !/^This output [^\n\u2028]{1,400}\.$/.test(read.error) ||
      JARGON.test(read.error.replace(/"[^"]*"/g, ''))
    ) {
      throw new Error(`is refused badly: ${JSON.stringify(read.error.slice(0, 500))}`);
    }
    expect(inEnglish(read.sentence)).toBe(read.error);
    return false;
  }
  if (drawn) {
    draw(read.payload);
  }
  return true;
}

test('accepts the payloads as they are', () => {
  for (const { what, payload } of samples) {
    expect([what, readPayload(payload)]).toEqual([what, { payload }]);
  }
});

test(
  'refuses a mutated payload in one sentence, or draws it',
  () => {
    const others = samples.map(({ payload }) => payload);
    const failures = new Map<string, string>();
    let accepted = 0;
    for (let i = 0; i < count; i++) {
      if (i > 0 && i % 5_000 === 0) {
        tell(`${i} payloads, ${accepted} accepted, ${failures.size} kinds of failure`);
      }
      const choices = new Choices(seed + i);
      const { what, payload } = choices.pick(samples);
      const changed = mutated(payload, choices, others);
      try {
        accepted += Number(tried(changed, i % DRAWN === 0));
      } catch (error) {
        const { message, stack = '' } = error as Error;
        // One failure of each kind: by its message without numbers, and the line that threw.
        const line = /\n\s+at (.*src\/.*)/.exec(stack)?.[1] ?? '';
        const kind = `${message.slice(0, 300).replace(/\d+/g, '0')} ${line}`;
        if (!failures.has(kind)) {
          failures.set(kind, `seed ${seed + i}, ${what}: ${message.slice(0, 500)} ${line}`);
        }
      }
    }
    tell(`${count} payloads: ${accepted} accepted, ${count - accepted} refused`);
    expect([...failures.values()]).toEqual([]);
  },
  timeout
);
