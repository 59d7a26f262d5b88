/** The code of a documentation page: its fenced blocks, and the second column of its tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');

/** What a page shows: its TypeScript, what that prints, the Python beside it, and each table row's TypeScript. */
export interface Page {
  blocks: string[];
  prints: string[];
  python: string[];
  rows: string[];
}

/** Reads a page of docs/. */
export function readPage(name: string): Page {
  const text = readFileSync(join(root, 'docs', name), 'utf8');
  const fenced = (language: string): string[] =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, code]) => code);
  const rows = text
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line => [...line.split('|')[2].matchAll(/`([^`]+)`/g)].map(([, code]) => code).join(';\n'))
    .filter(code => code !== '');
  return { blocks: fenced('ts'), prints: fenced('text'), python: fenced('python'), rows };
}

/** Code without its comments, in one form. */
export const withoutComments = (code: string): string =>
  ts.transpileModule(code, {
    compilerOptions: {
      removeComments: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true
    }
  }).outputText;

/** The name of the function in a page's program that tells the end of the blocks. */
export const BLOCKS_END = 'blocksEnd';

/**
 * A page as one program: its blocks, then each table row in a scope of its own.
 * @param exported the package's exports, which the rows use without an import
 */
export function programOf({ blocks, rows }: Page, exported: readonly string[]): string {
  const code = blocks.join('\n');
  const imported = [...code.matchAll(/^import \{([^}]*)\}/gm)].flatMap(
    ([, names]) => names.match(/\w+/g) ?? []
  );
  const used = new Set(rows.join('\n').match(/\w+/g));
  const needed = exported.filter(name => used.has(name) && !imported.includes(name));
  return [
    `import { ${needed.join(', ')} } from 'stepgrad';`,
    `declare function ${BLOCKS_END}(): void;`,
    code,
    `${BLOCKS_END}();`,
    ...rows.map(row => `{\n${row};\n}`)
  ].join('\n');
}

/** What TypeScript, as strict as the project's own code, finds wrong in a program that imports the package. */
export function typeErrors(program: string): string[] {
  const file = join(root, 'docs', 'page.ts');
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
    paths: { stepgrad: [join(root, 'src/kernel/index.ts')] },
    strict: true,
    noImplicitOverride: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    noEmit: true
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, program, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  host.fileExists = name => name === file || fileExists(name);
  const made = ts.createProgram([file], options, host);
  const source = made.getSourceFile(file);
  return [...made.getSyntacticDiagnostics(source), ...made.getSemanticDiagnostics(source)].map(
    ({ start, messageText }) => {
      const line = program.slice(0, start).split('\n').length;
      return `${program.split('\n')[line - 1]}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    }
  );
}

/** Runs a program; its `import`s give `scope.require`'s results, and its other free names are the rest of `scope`. */
export async function run(
  program: string,
  scope: { require: unknown; [name: string]: unknown }
): Promise<void> {
  const { outputText } = ts.transpileModule(program, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS }
  });
  const names = { exports: {}, ...scope };
  await (new Function(...Object.keys(names), `return (async () => {${outputText}})();`)(
    ...Object.values(names)
  ) as Promise<void>);
}
