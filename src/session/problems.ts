import ts from 'typescript';
import type { Message } from '../engine/message';
import { adviceOn } from './advice';
import type { CellModule } from './cellModule';
import type { NotebookScope } from './scope';
import type { Place } from './sourceMap';

/** An error that TypeScript finds in a cell. */
export interface Problem {
  readonly place: Place;
  /** Characters that are wrong; at least one. */
  readonly length: number;
  /** What TypeScript says. */
  readonly message: string;
  /** What to write instead; null if there is nothing to say. */
  readonly advice: Message | null;
  /** Whether the text is no TypeScript at all. */
  readonly isSyntax: boolean;
}

/** TypeScript's codes for an `await` that a CommonJS module may not have; a cell may. */
const AWAIT = new Set([1378, 1375, 1432, 1309]);
/** TypeScript's code for an assignment to an import: allowed if the name was declared by `let`. */
const READONLY = 2632;

/** What is wrong with a cell, in the order of its text; errors of types only if its grammar is right. */
export function problemsOf(
  service: ts.LanguageService,
  module: CellModule,
  code: string,
  scope: NotebookScope
): Problem[] {
  const syntactic = errorsOf(service.getSyntacticDiagnostics(module.path));
  const found = syntactic.length > 0 ? syntactic : errorsOf(service.getSemanticDiagnostics(module.path));
  const problems = found.flatMap(diagnostic => {
    const { start = 0, length = 1, code: number } = diagnostic;
    const name = module.text.slice(start, start + length);
    if (number === READONLY && scope.originOf(name)?.isConstant === false) {
      return [];
    }
    const from = module.toCell(start);
    const before = code.slice(0, from).split('\n');
    const place = { line: before.length - 1, column: before[before.length - 1].length };
    const message =
      number === READONLY
        ? // TypeScript would call it an import.
          `Cannot assign to '${name}' because it is a constant.`
        : ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
    const advice = adviceOn({ service, module, code, diagnostic, message, earlier: scope.names });
    const isSyntax = syntactic.length > 0;
    const end = module.toCell(start + length);
    return [
      { place, length: Math.max(1, end - from), message: advice ? brief(message) : message, advice, isSyntax }
    ];
  });
  problems.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  // After a wrong word of grammar, TypeScript finds more in what follows from it.
  return syntactic.length > 0 && problems[0].advice ? problems.slice(0, 1) : problems;
}

/** TypeScript's own guess at a name, which knows no earlier cell. */
const GUESS = / Did you mean '[^']*'\?$|你是否指的是“[^”]*”\?$/;

/** A message without TypeScript's reasons and its guess. */
const brief = (message: string): string => message.split('\n')[0].replace(GUESS, '');

const errorsOf = (diagnostics: ts.Diagnostic[]): ts.Diagnostic[] =>
  diagnostics.filter(({ category, code }) => category === ts.DiagnosticCategory.Error && !AWAIT.has(code));
