// No import circles in src, as a lint rule. Imports of types count: a reader has to follow them too.
// A circle that belongs together is allowed by naming its files in the options.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

const name = (src, path) => relative(src, path).split(sep).join('/');

/** The file in src that `specifier` names, as a path from src; null for a package or a file that is not TypeScript. */
function target(src, file, specifier) {
  if (!specifier.startsWith('.')) return null;
  const path = resolve(dirname(file), specifier);
  const found = [`${path}.ts`, join(path, 'index.ts')].find(existsSync);
  return found ? name(src, found) : null;
}

/** The files that a file imports, re-exports or loads later, by its text. */
const importsOf = (src, file, text) =>
  ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => target(src, file, fileName))
    .filter(Boolean);

/** Every file of src with the files that it imports. */
function readGraph(src) {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts'));
  return new Map(
    files.map(path => {
      const file = join(src, path);
      return [name(src, file), importsOf(src, file, readFileSync(file, 'utf8'))];
    })
  );
}

/** The shortest way along imports from `from` to `to`, both included; null if there is none. */
function way(graph, from, to) {
  const before = new Map([[from, null]]);
  for (const at of before.keys()) {
    if (at === to) {
      const path = [];
      for (let step = at; step !== null; step = before.get(step)) path.unshift(step);
      return path;
    }
    for (const next of graph.get(at) ?? []) if (!before.has(next)) before.set(next, at);
  }
  return null;
}

const graphs = new Map();

export default {
  meta: {
    type: 'problem',
    docs: { description: 'The files of src import each other without circles, types included.' },
    messages: { circle: 'This import closes a circle: {{circle}}.' },
    schema: [
      { type: 'object', properties: { allow: { type: 'array', items: { type: 'array' } } } } // circles, as lists of files
    ]
  },
  create(context) {
    const src = resolve(context.cwd, 'src');
    if (!graphs.has(src)) graphs.set(src, readGraph(src));
    const file = name(src, context.filename);
    // The text that is linted may be newer than the file.
    const graph = new Map(graphs.get(src)).set(
      file,
      importsOf(src, context.filename, context.sourceCode.text)
    );
    const { allow = [] } = context.options[0] ?? {};
    const check = ({ source }) => {
      const imported = typeof source?.value === 'string' && target(src, context.filename, source.value);
      const back = imported && way(graph, imported, file);
      if (back && !allow.some(circle => back.every(path => circle.includes(path)))) {
        const circle = [file, ...back].join(' → ');
        context.report({ node: source, messageId: 'circle', data: { circle } });
      }
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check
    };
  }
};
