import ts from 'typescript';
import { CellModule, RESULT } from './cellModule';

/** Names that may be written, and the part of the cell that one of them replaces. */
export interface Completions {
  readonly start: number;
  readonly end: number;
  readonly names: string[];
}

/** The most names that are offered. */
const NAMES = 200;

/** The names that may stand at a position of a cell, the likeliest first; those of earlier cells among them. */
export function completionsAt(
  service: ts.LanguageService,
  module: CellModule,
  code: string,
  position: number,
  earlier: string[]
): Completions {
  const found = service.getCompletionsAtPosition(module.path, module.toModule(position), {});
  const start = position - /[\w$]*$/.exec(code.slice(0, position))![0].length;
  const begun = code.slice(start, position).toLowerCase();
  const isOption = isOptionAt(service, module, position);
  const others = found?.isMemberCompletion || isOption ? [] : earlier.map(name => ({ name, sortText: '10' }));
  // TypeScript gives what is expected a lower sort text than what is merely known.
  const entries = [...(found?.entries ?? []), ...others]
    .filter(({ name }) => /^[\w$]+$/.test(name) && name !== RESULT && name.toLowerCase().startsWith(begun))
    .sort((a, b) => compare(a.sortText, b.sortText) || compare(a.name, b.name));
  const names = [...new Set(entries.map(({ name }) => name))];
  return { start, end: position, names: names.slice(0, NAMES) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whether a position is where an object literal expects a property's name. */
function isOptionAt(service: ts.LanguageService, module: CellModule, position: number): boolean {
  const before = module.text.slice(0, module.toModule(position)).replace(/[\w$]*$/, '');
  const source = service.getProgram()?.getSourceFile(module.path);
  if (!source || !/[{,]\s*$/.test(before)) {
    return false;
  }
  let isObject = false;
  const end = before.trimEnd().length - 1;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) <= end && node.end > end) {
      if (ts.isObjectLiteralExpression(node)) {
        isObject = true;
      } else if (!ts.isPropertyAssignment(node)) {
        isObject = false;
      }
      ts.forEachChild(node, visit);
    }
  };
  visit(source);
  return isObject;
}
