import { ITranslator } from '@jupyterlab/translation';
// Not from the folder's index: all of the derivations would come along when Lab starts.
import { Translate, english } from '../derivation/translate';
import chinese from './locale/zh_CN.json';

/** `auto` follows Lab's language. */
export type LanguageSetting = 'auto' | 'en' | 'zh-CN';

const catalogue = chinese as unknown as Record<string, string[]>;

/** Blanks as they are: Lab's translator fills what it is given, and would put nothing where nothing is given. */
const blanks = ['%1', '%2', '%3', '%4', '%5', '%6', '%7', '%8', '%9'];

/**
 * Messages in the chosen language. With `auto`, Lab's translator is asked; it has the catalogue that the
 * server found in our Python package. The same catalogue comes with the extension, so that it also speaks
 * Chinese in an English Lab, and where the Python package is not installed.
 */
export function translation(language: LanguageSetting, translator: ITranslator | null): Translate {
  const bundle = language === 'auto' ? translator?.load('stepgrad') : undefined;
  const isChinese =
    language === 'zh-CN' || (language === 'auto' && /^zh/i.test(translator?.languageCode ?? 'en'));
  // A step asks for the same dozens again and again, and Lab's translator takes its time.
  const known = new Map<string, string>();
  const lookUp = (message: string): string => {
    const translated = bundle?.__(message, ...blanks) ?? message;
    return translated !== message || !isChinese ? translated : (catalogue[message]?.[0] ?? message);
  };
  return (message, ...args) => {
    let text = known.get(message);
    if (text === undefined) {
      text = lookUp(message);
      known.set(message, text);
    }
    return english(text, ...args);
  };
}
