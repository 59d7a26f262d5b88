import type { Language } from '../../src/kernel/language';
import type { Mistake, Said } from './mistake';
import { setup } from './mistake';

/** A mistake of the pages, and its message. */
export type Row = [mistake: Mistake, said: Said];

const english = (rows: Row[]): string => `# Beginners’ mistakes, and what stepgrad says

[简体中文](mistakes.zh-CN.md)

The ${rows.length} commonest mistakes, each with the message that a cell of a notebook prints. The messages come from the code: \`npm run mistakes\` runs every row and writes this page. Where an option is written out in a cell, TypeScript may refuse it before it is run, in words of its own.

Every row begins with these lines:

\`\`\`ts
${setup}
\`\`\`

| mistake | one types | one gets |
| --- | --- | --- |
${rows.map(([{ title, code }, said]) => row(title![0], lines(code), escaped(said.english))).join('\n')}
`;

const chinese = (rows: Row[]): string => `# 初学者的常见错误，以及 stepgrad 的提示

[English](mistakes.md)

下面是最常见的 ${rows.length} 种错误，以及 notebook 单元格给出的信息。信息由代码产生：\`npm run mistakes\` 会运行每一行并写出本页。内核抛出的错误是英文的，这里中英文并列。如果选项直接写在单元格里，TypeScript 可能在运行之前就用它自己的说法拒绝。

每一行之前都有这些代码：

\`\`\`ts
${setup}
\`\`\`

| 错误 | 写下的代码 | 得到的信息 |
| --- | --- | --- |
${rows.map(([{ title, code }, said]) => row(title![1], lines(code), `${escaped(said.chinese ?? '')}<br><br>${escaped(said.english)}`)).join('\n')}
`;

/** The page of the commonest mistakes, in Markdown. */
export const page = (rows: Row[], language: Language): string =>
  language === 'en' ? english(rows) : chinese(rows);

const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`;

/** Code in a cell of a table: each line as code. */
const lines = (code: string): string =>
  code
    .split('\n')
    .map(line => `\`${line.replaceAll('|', '\\|')}\``)
    .join('<br>');

/** Text in a cell of a table, with nothing that Markdown reads as markup. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>|]/g, '\\$&');
