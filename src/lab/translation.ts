import { ITranslator } from '@jupyterlab/translation';
// Not from the folder's index, which would load all derivations when Lab starts.
import { Translate, english } from '../derivation/translate';
import chinese from './locale/zh_CN.json';

/** The language setting; `auto` follows Lab's language. */
export type LanguageSetting = 'auto' | 'en' | 'zh-CN';

const catalogue = chinese as unknown as Record<string, string[]>;

/** Placeholders that stand for themselves: without arguments, Lab's translator would replace them with nothing. */
const blanks = ['%1', '%2', '%3', '%4', '%5', '%6', '%7', '%8', '%9'];

/**
 * Returns the translate function for the chosen language. With `auto`, it asks Lab's translator, which has the
 * catalogue of our Python package from the server. The extension contains the same catalogue, for Chinese in an
 * English Lab, and for a Lab without the Python package.
 */
export function translation(language: LanguageSetting, translator: ITranslator | null): Translate {
  const bundle = language === 'auto' ? translator?.load('stepgrad') : undefined;
  const isChinese =
    language === 'zh-CN' || (language === 'auto' && /^zh/i.test(translator?.languageCode ?? 'en'));
  // A cache: every step asks for the same dozens of messages, and Lab's translator is slow.
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
