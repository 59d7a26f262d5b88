import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { Translate } from '../views/english';

/**
 * A plugin's settings with titles and descriptions in the reader's language. Lab's server does this only with
 * what is in a language pack, not with the catalogue of an extension.
 */
export const translated = (
  plugin: ISettingRegistry.IPlugin,
  translate: Translate
): ISettingRegistry.IPlugin => ({
  ...plugin,
  schema: translateTexts(plugin.schema, translate) as ISettingRegistry.ISchema
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
