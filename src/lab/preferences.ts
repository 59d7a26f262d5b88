import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ITranslator } from '@jupyterlab/translation';
import type { ViewOptions } from '../trace';
import type { LanguageSetting } from './translation';

/** The reader's settings (see schema/renderer.json), and Lab's translator. */
export interface Preferences extends Required<
  Pick<ViewOptions, 'granularity' | 'notation' | 'precision' | 'pace' | 'hide'>
> {
  language: LanguageSetting;
  translator: ITranslator | null;
}

/** The preferences before the settings are read. */
export const defaults = (translator: ITranslator | null): Preferences => ({
  language: 'auto',
  granularity: 'neuron',
  notation: 'scalar',
  precision: 4,
  pace: 800,
  hide: [],
  translator
});

/** The preferences by the current settings. */
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
