/** The saved lessons: executed, complete, equal in both languages, with prose that matches the outputs. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';
import { penguinsCases } from './golden/cases';

interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
}

interface Cell {
  id: string;
  cell_type: 'code' | 'markdown' | 'raw';
  source: string | string[];
  metadata: { tags?: string[] };
  execution_count?: number | null;
  outputs?: Output[];
}

interface Notebook {
  metadata: { kernelspec?: Record<string, string> };
  cells: Cell[];
}

const root = join(__dirname, '..');
const notebooks = join(root, 'notebooks');
const languages = ['en', 'zh-CN'];
const mimeType = 'application/vnd.stepgrad.v1+json';

const lessonsIn = (language: string): string[] =>
  readdirSync(join(notebooks, language))
    .filter(name => name.endsWith('.ipynb'))
    .sort();
const read = (path: string): Notebook => JSON.parse(readFileSync(path, 'utf8')) as Notebook;
const joined = (text: string | string[] = ''): string => (Array.isArray(text) ? text.join('') : text);
const sourceOf = (cell: Cell): string => joined(cell.source);
const cellsOf = (notebook: Notebook, type: Cell['cell_type']): Cell[] =>
  notebook.cells.filter(({ cell_type }) => cell_type === type);
const streamOf = (cell: Cell, name: string): string =>
  (cell.outputs ?? []).map(output => (output.name === name ? joined(output.text) : '')).join('');

/** A cell's tokens, without comments and the contents of strings. */
function tokens(source: string): string[] {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(file).filter(child => !ts.isJSDoc(child));
    if (children.length > 0) {
      children.forEach(visit);
    } else if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) {
      found.push(ts.SyntaxKind[node.kind]);
    } else if (node.getText(file)) {
      found.push(node.getText(file));
    }
  };
  visit(file);
  return found;
}

const callsShow = (source: string): boolean =>
  tokens(source).some((token, i, all) => token === 'show' && all[i + 1] === '(');

const decimal = /\d+\.\d+(?:e[+-]?\d+)?/g;

/** All decimals in a lesson's code and outputs, without signs. */
function numbersOf(notebook: Notebook): number[] {
  return cellsOf(notebook, 'code').flatMap(cell => {
    const text = [
      sourceOf(cell),
      streamOf(cell, 'stdout'),
      ...(cell.outputs ?? []).map(({ data }) => JSON.stringify(data ?? {}))
    ].join('\n');
    return (text.match(decimal) ?? []).map(Number);
  });
}

/** The decimals with at least three places in a lesson's prose: shorter ones are not measurements. */
const quotedIn = (markdown: string): string[] =>
  markdown.replace(/```[^]*?```/g, '').match(/\d+\.\d{3,}/g) ?? [];

/** The targets of a text's relative links. */
const linksIn = (markdown: string): string[] =>
  [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link.split('#')[0])
    .filter(link => link && !/^[a-z]+:/.test(link));

test('tokens omits only comments and the contents of strings', () => {
  const english = "const a = `at ${x}: ${y} m`; // comment\nshow(f(/[a-z]+/g, 'bill', 0.5));";
  const chinese = "const a = `在 ${x}：${y} 米`; /** 注释 */ show(f(/[a-z]+/g, '喙', 0.5));";
  expect(tokens(chinese)).toEqual(tokens(english));
  expect(tokens(chinese.replace('0.5', '0.6'))).not.toEqual(tokens(english));
  expect(tokens(chinese.replace('${x}', '${z}'))).not.toEqual(tokens(english));
  expect(tokens(chinese.replace('a-z', 'b-z'))).not.toEqual(tokens(english));
});

test('every lesson exists in every language', () => {
  expect(lessonsIn('en')).not.toEqual([]);
  expect(lessonsIn('zh-CN')).toEqual(lessonsIn('en'));
});

describe.each(lessonsIn('en'))('%s in both languages', lesson => {
  const [english, chinese] = languages.map(language => read(join(notebooks, language, lesson)));

  it('has the same cells', () => {
    const outline = ({ cells }: Notebook): string[] => cells.map(cell => `${cell.cell_type} ${cell.id}`);
    expect(outline(chinese)).toEqual(outline(english));
    expect(new Set(outline(english)).size).toBe(english.cells.length);
  });

  it('has the same code, apart from comments and the contents of strings', () => {
    const code = (notebook: Notebook): Record<string, string[]> =>
      Object.fromEntries(cellsOf(notebook, 'code').map(cell => [cell.id, tokens(sourceOf(cell))]));
    expect(code(chinese)).toEqual(code(english));
  });
});

const files = languages.flatMap(language => lessonsIn(language).map(lesson => join(language, lesson)));

describe.each(files)('%s', file => {
  const path = join(notebooks, file);
  const notebook = read(path);
  const code = cellsOf(notebook, 'code');
  const prose = cellsOf(notebook, 'markdown').map(sourceOf).join('\n');

  it('runs in tslab', () => {
    expect(notebook.metadata.kernelspec).toEqual({
      name: 'tslab',
      display_name: 'TypeScript',
      language: 'typescript'
    });
  });

  it('was executed from top to bottom', () => {
    expect(code.map(cell => cell.execution_count)).toEqual(code.map((_, i) => i + 1));
  });

  it('contains the outputs of show()', () => {
    const without = code.filter(
      cell => callsShow(sourceOf(cell)) && !cell.outputs?.some(({ data }) => data?.[mimeType])
    );
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  it('fails only in cells tagged `raises`', () => {
    const failed = code.filter(
      cell =>
        (streamOf(cell, 'stderr') !== '' ||
          cell.outputs?.some(({ output_type }) => output_type === 'error')) &&
        !cell.metadata.tags?.includes('raises')
    );
    expect(failed.map(({ id }) => id)).toEqual([]);
  });

  it('is smaller than 1 MB', () => {
    expect(statSync(path).size).toBeLessThan(1e6);
  });

  it('has no code line longer than 90 characters', () => {
    const long = code.flatMap(cell => sourceOf(cell).split('\n')).filter(line => line.length > 90);
    expect(long).toEqual([]);
  });

  it('links to existing files', () => {
    const broken = linksIn(prose).filter(link => !existsSync(join(dirname(path), decodeURIComponent(link))));
    expect(broken).toEqual([]);
  });

  it('quotes only numbers from its code or outputs', () => {
    const numbers = numbersOf(notebook);
    const unfounded = quotedIn(prose).filter(quoted => {
      const places = quoted.split('.')[1].length;
      return !numbers.some(number => number.toFixed(places) === quoted);
    });
    expect(unfounded).toEqual([]);
  });
});

describe.each(languages)("the article's program in %s", language => {
  const notebook = read(join(notebooks, language, '02-feed-forward-layer.ipynb'));
  const golden = penguinsCases();

  it.each([
    ['train', 0.01],
    ['train-lr-tenth', 0.1],
    ['train-lr-one', 1]
  ])('prints the same as PyTorch in cell %s, for lr %d', (id, lr) => {
    const cell = notebook.cells.find(each => each.id === id)!;
    const lines = streamOf(cell, 'stdout').split('\n');
    expect(lines.filter(line => line.startsWith('Epoch'))).toEqual(
      golden.find(each => each.lr === lr)?.printed
    );
  });
});
