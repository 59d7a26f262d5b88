import { inspect } from 'node:util';
import type { Translate } from '../derivation';
import { messageText } from '../derivation';
import { sentenceOf } from '../engine/message';
import type { Place, Problem } from '../session';
import { excerpt } from './excerpt';
import { CellFrame, ExecutedCell, stackOf } from './frames';
import { KeyboardInterrupt } from './guard';

/** Why a cell failed, as the Jupyter protocol tells it. */
export interface Failure {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: string[];
  /** Frames of a stack that are not in the notebook: to be shown when asked for. */
  readonly folded: string[];
}

/** The most errors of TypeScript's that are shown. */
const PROBLEMS = 5;
/** The most lines of the notebook that are shown of a stack. */
const FRAMES = 6;

const bold = (text: string): string => `\x1b[1m${text}\x1b[22m`;

/** The failure of a cell that TypeScript refuses, which has not been run. */
export function refusal(problems: Problem[], code: string, count: number, translate: Translate): Failure {
  const ename = problems[0].isSyntax ? 'SyntaxError' : 'TypeScriptError';
  const shown = problems
    .slice(0, PROBLEMS)
    .flatMap(({ place, length, message, advice }) => [
      bold(`${place.line + 1}:${place.column + 1} - ${message}`),
      ...(advice ? [messageText(advice, translate)] : []),
      ...excerpt(code, place, length),
      ''
    ]);
  const more = problems.length - PROBLEMS;
  const end =
    more > 0
      ? translate('… %1 more errors. Cell [%2] was not run.', more, count)
      : translate('Cell [%1] was not run.', count);
  const { place, message, advice } = problems[0];
  const evalue = `${place.line + 1}:${place.column + 1} - ${message}${advice ? ` ${messageText(advice, translate)}` : ''}`;
  return { ename, evalue, traceback: [...shown, end], folded: [] };
}

/** The failure of a cell that threw. @param waitsAt where the cell waited for what was rejected; null if it did not */
export function thrown(
  error: unknown,
  cells: ReadonlyMap<string, ExecutedCell>,
  waitsAt: CellFrame | null,
  translate: Translate
): Failure {
  if (error instanceof KeyboardInterrupt) {
    const evalue = translate('Interrupted. What the cell has declared so far is kept.');
    return { ename: error.name, evalue, traceback: [bold(`KeyboardInterrupt: ${evalue}`)], folded: [] };
  }
  if (!(error instanceof Error) && !isError(error)) {
    const evalue = typeof error === 'string' ? error : `${inspect(error)}`;
    const at = waitsAt ? ['', ...linesOf(waitsAt, true, translate)] : [];
    return { ename: 'Error', evalue, traceback: [bold(evalue), ...at], folded: [] };
  }
  const ename = String(error.name || 'Error');
  const evalue = messageText(sentenceOf(error), translate);
  const { own, others, isFromStepgrad } = stackOf(error, cells);
  const frames = own.length === 0 && waitsAt ? [waitsAt] : own.slice(0, FRAMES);
  // A sentence of the package's own says all; an error of JavaScript's inside it is a fault of the package.
  const isSentence = isFromStepgrad && /[.?!)]$/.test(error.message);
  return {
    ename,
    evalue,
    traceback: [
      bold(`${ename}: ${evalue}`),
      ...frames.flatMap((frame, i) => ['', ...linesOf(frame, i === 0, translate)]),
      ...causeOf(error, translate)
    ],
    folded: isSentence ? [] : others
  };
}

/** An error of another realm is no instance of this one's Error. */
const isError = (error: unknown): error is Error =>
  typeof error === 'object' && error !== null && typeof (error as Error).stack === 'string';

function linesOf({ cell, place }: CellFrame, isInnermost: boolean, translate: Translate): string[] {
  const { count, compiled } = cell;
  const { line, column, length } = wordAt(compiled.code, place);
  const at = isInnermost
    ? translate('Cell [%1], line %2, column %3:', count, line + 1, column + 1)
    : translate('called in cell [%1], line %2:', count, line + 1);
  return [at, ...excerpt(compiled.code, { line, column }, length)];
}

/** The word at a place; of a place at the bracket of a call the function's name. */
function wordAt(code: string, { line, column }: Place): Place & { length: number } {
  const text = code.split('\n')[line] ?? '';
  const name = text[column] === '(' ? (/[\w$]*$/.exec(text.slice(0, column))?.[0] ?? '') : '';
  const word = /^[\w$]+/.exec(text.slice(column))?.[0] ?? '';
  return { line, column: column - name.length, length: Math.max(1, name.length || word.length) };
}

function causeOf({ cause }: Error, translate: Translate): string[] {
  return cause instanceof Error ? ['', translate('Caused by: %1', `${cause.name}: ${cause.message}`)] : [];
}
