import { Translate, english } from '../derivation';
import chinese from '../lab/locale/zh_CN.json';

/** The languages that outputs can be written in. */
export type Language = 'en' | 'zh-CN';

const catalogue = chinese as unknown as Record<string, string[]>;
const languages: Language[] = ['en', 'zh-CN'];

/** Absent on a page, with which this file is bundled too. */
const node = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process;

/**
 * The language of an output: what `show` was told, else STEPGRAD_LANGUAGE, else the machine's, else English.
 * A kernel does not know Lab's.
 * @throws TypeError for a language that there is not
 */
export function languageOf(asked?: string, env = node?.env ?? {}): Language {
  if (asked !== undefined) {
    const found = languages.find(language => language === asked);
    if (!found) {
      throw new TypeError(`show knows the languages 'en' and 'zh-CN', not ${JSON.stringify(asked)}.`);
    }
    return found;
  }
  const machine = env.STEPGRAD_LANGUAGE || env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^zh/i.test(machine) ? 'zh-CN' : 'en';
}

/** Messages in a language, from the catalogue of the extension. */
export const translator =
  (language: Language): Translate =>
  (message, ...args) =>
    english(language === 'zh-CN' ? (catalogue[message]?.[0] ?? message) : message, ...args);
