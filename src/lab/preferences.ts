import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ITranslator } from '@jupyterlab/translation';
import type { ViewOptions } from '../trace';
import type { LanguageSetting } from './translation';

/** What a view needs to know that is Lab's or the reader's to say: see schema/renderer.json. */
export interface Preferences extends Required<
  Pick<ViewOptions, 'granularity' | 'notation' | 'precision' | 'pace' | 'hide'>
> {
  language: LanguageSetting;
  translator: ITranslator | null;
}

/** Before any setting is read. */
export const defaults = (translator: ITranslator | null): Preferences => ({
  language: 'auto',
  granularity: 'neuron',
  notation: 'scalar',
  precision: 4,
  pace: 800,
  hide: [],
  translator
});

/** What the settings say now. */
export function readPreferences(
  settings: ISettingRegistry.ISettings,
  translator: ITranslator | null
): Preferences {
  const preferences = defaults(translator);
  const values = Object.keys(preferences)
    .filter(name => name !== 'translator')
    .map(name => [name, settings.get(name).composite])
    .filter(([, value]) => value !== undefined);
  return { ...preferences, ...Object.fromEntries(values) };
}
