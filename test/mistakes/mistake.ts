import { messageText } from '../../src/derivation';
import { inEnglish, sentenceOf } from '../../src/engine/message';
import * as sg from '../../src/kernel';
import { Language, translator } from '../../src/kernel/language';

/** What every mistake's code begins with. */
export const setup = `const X = [[1, 2], [2, 1], [3, 3]];
const Y = [[1], [0], [1]];
const model = new Sequential(new Linear(2, 1), new Sigmoid());
const classifier = new Sequential(new Linear(2, 3));
const loss = new MSELoss();
const optimizer = new SGD(model.parameters(), { lr: 0.1 });`;

/** A mistake of a beginner. */
export interface Mistake {
  /** What one types, after `setup`. */
  code: string;
  /** Whether the message is an error, rather than a line that is printed. */
  throws: boolean;
  /** What the message has to name: what was given, what was expected, what to write. */
  says: [given: RegExp, expected: RegExp, write: RegExp];
  /** The mistake's name on the pages of the commonest ones; absent elsewhere. */
  title?: [english: string, chinese: string];
}

export const thrown = (code: string, says: Mistake['says'], title?: Mistake['title']): Mistake => ({
  code,
  throws: true,
  says,
  title
});

export const printed = (code: string, says: Mistake['says'], title?: Mistake['title']): Mistake => ({
  ...thrown(code, says, title),
  throws: false
});

/** A message in both languages; its Chinese is null if it has none. */
export interface Said {
  english: string;
  chinese: string | null;
}

/**
 * Runs a mistake's code as a cell of a notebook does.
 * @returns the error's message, or the first printed line; null if nothing was said
 */
export async function said({ code, throws }: Mistake): Promise<Said | null> {
  if (!throws) {
    const [english, chinese] = [await firstLine(code, 'en'), await firstLine(code, 'zh-CN')];
    return english === null ? null : { english, chinese: chinese === english ? null : chinese };
  }
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    await run(code);
    return null;
  } catch (error) {
    const sentence = sentenceOf(error);
    const english = `${(error as Error).name}: ${inEnglish(sentence)}`;
    const isTranslated = sentence.message !== '%1';
    return { english, chinese: isTranslated ? messageText(sentence, translator('zh-CN')) : null };
  } finally {
    jest.restoreAllMocks();
  }
}

/** The first line that the code prints, in an output of this language. */
async function firstLine(code: string, language: Language): Promise<string | null> {
  const lines: string[] = [];
  const before = process.env.STEPGRAD_LANGUAGE;
  process.env.STEPGRAD_LANGUAGE = language;
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    await run(code);
  } finally {
    jest.restoreAllMocks();
    if (before === undefined) {
      delete process.env.STEPGRAD_LANGUAGE;
    } else {
      process.env.STEPGRAD_LANGUAGE = before;
    }
  }
  return lines[0] ?? null;
}

type Cell = (...exports: unknown[]) => Promise<void>;
const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
  ...parts: string[]
) => Cell;

/** Runs code in which the exports of the package are names, with the same weights every time. */
function run(code: string): Promise<void> {
  sg.manualSeed(0);
  return new AsyncFunction(...Object.keys(sg), `${setup}\n${code}`)(...Object.values(sg));
}
