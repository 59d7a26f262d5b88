/** Settings as Lab stores them, and the language that texts are shown in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ITranslator } from '@jupyterlab/translation';
import { defaults, readPreferences } from '../../src/lab/preferences';
import { translated } from '../../src/lab/settingsText';
import { translation } from '../../src/lab/translation';

type Schema = {
  title: string;
  properties: Record<string, { default: unknown; oneOf?: { title: string }[] }>;
};

const schema = JSON.parse(readFileSync(join(__dirname, '../../schema/renderer.json'), 'utf8')) as Schema;

/** A translator as Lab has it: one language, and for `stepgrad` the texts of a catalogue. */
function translatorOf(languageCode: string, texts: Record<string, string> = {}): ITranslator {
  const __ = (message: string, ...args: string[]): string =>
    (texts[message] ?? message).replace(/%(\d)/g, (_, n: string) => args[Number(n) - 1] ?? '');
  const load = (domain: string): unknown => (domain === 'stepgrad' ? { __ } : { __: (text: string) => text });
  return { languageCode, load } as unknown as ITranslator;
}

const settingsOf = (user: Record<string, unknown>): ISettingRegistry.ISettings => {
  const get = (name: string): { composite: unknown } => ({ composite: user[name] });
  return { get } as unknown as ISettingRegistry.ISettings;
};

describe('preferences', () => {
  it('begin with the defaults of the settings schema', () => {
    const { translator: _, ...values } = defaults(null);
    expect(values).toEqual(
      Object.fromEntries(Object.entries(schema.properties).map(([name, each]) => [name, each.default]))
    );
  });

  it('take each setting that there is, and defaults for the others', () => {
    const translator = translatorOf('en');
    expect(readPreferences(settingsOf({ precision: 7, hide: ['graph'] }), translator)).toEqual({
      ...defaults(translator),
      precision: 7,
      hide: ['graph']
    });
  });
});

describe('the language of a text', () => {
  const inEnglish = 'Weights, cell by cell';
  const inChinese = translation('zh-CN', null)(inEnglish);

  it('is Chinese if the reader chose it, in an English Lab and without any translator', () => {
    expect(inChinese).toMatch(/[\u4e00-\u9fff]/);
    expect(translation('zh-CN', translatorOf('en'))(inEnglish)).toBe(inChinese);
  });

  it('is English if the reader chose it in a Chinese Lab', () => {
    expect(translation('en', translatorOf('zh-CN', { [inEnglish]: '权重' }))(inEnglish)).toBe(inEnglish);
  });

  it.each(['zh-CN', 'zh_CN', 'ZH'])("follows Lab's %s, with our catalogue where Lab has none", code => {
    expect(translation('auto', translatorOf(code))(inEnglish)).toBe(inChinese);
  });

  it("prefers Lab's catalogue to ours", () => {
    expect(translation('auto', translatorOf('zh-CN', { [inEnglish]: '权重' }))(inEnglish)).toBe('权重');
  });

  it('is English in any other Lab', () => {
    expect(translation('auto', translatorOf('fr'))(inEnglish)).toBe(inEnglish);
    expect(translation('auto', null)(inEnglish)).toBe(inEnglish);
  });

  it('has its blanks filled, also from a catalogue and more than once', () => {
    const message = '%1 can’t be read.';
    const translate = translation('auto', translatorOf('fr', { [message]: 'Illisible : %1' }));
    expect(['a.ipynb', 'b.ipynb'].map(path => translate(message, path))).toEqual([
      'Illisible : a.ipynb',
      'Illisible : b.ipynb'
    ]);
  });
});

describe('the settings editor', () => {
  const plugin = { id: 'stepgrad:renderer', schema } as unknown as ISettingRegistry.IPlugin;
  const schemaIn = (translator: ITranslator | null): Schema =>
    translated(plugin, translator).schema as unknown as Schema;

  it('shows titles in the language of Lab and leaves everything else', () => {
    const chinese = schemaIn(translatorOf('zh-CN'));
    expect(chinese.properties.pace.default).toBe(schema.properties.pace.default);
    expect(Object.keys(chinese.properties)).toEqual(Object.keys(schema.properties));
    const titles = (of: Schema): string[] => of.properties.granularity.oneOf!.map(({ title }) => title);
    expect(titles(chinese)).not.toEqual(titles(schema));
    expect(titles(chinese).every(title => /[\u4e00-\u9fff]/.test(title))).toBe(true);
  });

  it('is English in an English Lab', () => {
    expect(schemaIn(translatorOf('en'))).toEqual(schema);
    expect(schemaIn(null)).toEqual(schema);
  });
});
