import { ITranslator } from '@jupyterlab/translation';
import { Translate, english } from '../views';
import chinese from './locale/zh_CN.json';

/** `auto` follows Lab's language. */
export type Language = 'auto' | 'en' | 'zh-CN';

const catalogue = chinese as unknown as Record<string, string[]>;

/**
 * Messages in the chosen language. The Chinese catalogue comes with the extension, so that it also speaks
 * Chinese in an English Lab, and where no language pack is installed.
 */
export function translation(language: Language, translator: ITranslator | null): Translate {
  const lab = translator?.languageCode ?? 'en';
  const isChinese = language === 'zh-CN' || (language === 'auto' && /^zh/i.test(lab));
  return (message, ...args) => english(isChinese ? (catalogue[message]?.[0] ?? message) : message, ...args);
}
