import ts from 'typescript';
import { declarationsOf } from './declarations';
import type { NotebookScope, Origin } from './scope';

/** The name under which a cell's module exports the value of its last expression. */
export const RESULT = '$result';

/** A cell as a module: what it declares is exported, and what it uses of earlier cells is imported. */
export interface CellModule {
  /** The module's path. */
  readonly path: string;
  readonly text: string;
  /** What the cell declares, by name. */
  readonly declared: ReadonlyMap<string, Origin>;
  /** From a position in the cell to the one in the module's text. */
  toModule(position: number): number;
  /** From a position in the module's text to the one in the cell. */
  toCell(position: number): number;
}

/** A text to insert, and where in the cell. */
type Insertion = [at: number, text: string];

/**
 * Makes a module of a cell. Its lines are those of the cell; only columns move.
 * @param name the module's name
 * @param withResult whether the value of a last expression is exported, too
 */
export function cellModule(
  code: string,
  name: string,
  folder: string,
  scope: NotebookScope,
  withResult: boolean
): CellModule {
  const path = `${folder}/${name}.ts`;
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.ES2022, true);
  const declared = new Map<string, Origin>();
  const insertions: Insertion[] = [];
  for (const statement of source.statements) {
    const { names, exportable } = declarationsOf(statement, `./${name}`);
    names.forEach((origin, each) => declared.set(each, origin));
    if (exportable) {
      insertions.push([statement.getStart(source), 'export ']);
    }
  }
  const last = source.statements.at(-1);
  if (withResult && last && ts.isExpressionStatement(last)) {
    insertions.push([last.getStart(source), `export const ${RESULT} = `]);
  }
  const used = [...identifiersOf(source)].filter(each => !declared.has(each));
  const prefix = scope.importsOf(used);
  return {
    path,
    declared,
    text: prefix + inserted(code, insertions),
    ...positions(prefix, insertions, code)
  };
}

function identifiersOf(source: ts.SourceFile): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      found.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function inserted(code: string, insertions: Insertion[]): string {
  let text = '';
  let at = 0;
  for (const [where, what] of insertions) {
    text += code.slice(at, where) + what;
    at = where;
  }
  return text + code.slice(at);
}

function positions(
  prefix: string,
  insertions: Insertion[],
  code: string
): Pick<CellModule, 'toModule' | 'toCell'> {
  return {
    toModule: position =>
      insertions
        .filter(([at]) => at <= position)
        .reduce((sum, [, text]) => sum + text.length, prefix.length + position),
    toCell: position => {
      let at = Math.max(0, position - prefix.length);
      for (const [where, text] of insertions) {
        if (at > where) {
          at = Math.max(where, at - text.length);
        }
      }
      return Math.min(at, code.length);
    }
  };
}
