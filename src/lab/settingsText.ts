import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ITranslator } from '@jupyterlab/translation';
import type { Translate } from '../derivation/translate';
import { translation } from './translation';

/**
 * Translates titles and descriptions of a plugin's settings into Lab's language. Lab's server only translates texts of
 * language packs, not those of an extension's catalogue.
 */
export const translated = (
  plugin: ISettingRegistry.IPlugin,
  translator: ITranslator | null
): ISettingRegistry.IPlugin => ({
  ...plugin,
  schema: translateTexts(plugin.schema, translation('auto', translator)) as ISettingRegistry.ISchema
});

function translateTexts(schema: unknown, translate: Translate): unknown {
  if (Array.isArray(schema)) {
    return schema.map(each => translateTexts(each, translate));
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]: [string, unknown]) => [
      key,
      (key === 'title' || key === 'description') && typeof value === 'string'
        ? translate(value)
        : translateTexts(value, translate)
    ])
  );
}
