/** The variables of a notebook from which a trace was recorded. */
export interface NotebookNames {
  /** The variable that holds the model; 'model' if none was found. */
  model: string;
  /** The variables passed as `input` and `target`; null for an expression. */
  input: string | null;
  target: string | null;
}

const NAME = String.raw`[A-Za-z_$][\w$]*`;
const recordCall = new RegExp(String.raw`\brecord\(\s*(${NAME})\s*,`, 'g');

/**
 * Reads the variable names from the `record(model, {…})` whose trace is shown. It does not parse TypeScript: only
 * calls in the usual form are found.
 * @param cells the source of the code cells, from the output's own cell upwards
 * @param nth the index of the output in its cell, from 0
 */
export function notebookNames(cells: readonly string[], nth = 0): NotebookNames {
  const code = cells.map(withoutComments);
  const own = [...(code[0] ?? '').matchAll(recordCall)];
  const call = own[Math.min(nth, own.length - 1)] ?? assigned(code, nth) ?? firstCall(code.slice(1));
  if (!call) {
    return { model: 'model', input: null, target: null };
  }
  const rest = call.input.slice(call.index + call[0].length);
  return { model: call[1], input: optionOf(rest, 'input'), target: optionOf(rest, 'target') };
}

/** The call whose result the cell shows: `show(t)` after `t = record(…)`. */
function assigned(code: string[], nth: number): RegExpMatchArray | null {
  const shown = [...(code[0] ?? '').matchAll(new RegExp(String.raw`\bshow\(\s*(${NAME})\s*[,)]`, 'g'))];
  const name = shown[Math.min(nth, shown.length - 1)]?.[1];
  if (name === undefined) {
    return null;
  }
  const call = new RegExp(
    String.raw`(?<![\w$.])${name.replace(/\$/g, '\\$&')}\s*=\s*(?:await\s+)?record\(\s*(${NAME})\s*,`
  );
  return code.map(text => call.exec(text)).find(found => found !== null) ?? null;
}

/** The last call of the nearest cell that has one. */
function firstCall(code: string[]): RegExpMatchArray | null {
  const calls = code.map(text => [...text.matchAll(recordCall)]).find(found => found.length > 0);
  return calls?.[calls.length - 1] ?? null;
}

/** `input: xs` or `input` alone, among the options that follow. */
function optionOf(rest: string, option: string): string | null {
  const end = /\brecord\(|\bshow\(/.exec(rest)?.index ?? rest.length;
  const found = new RegExp(String.raw`[{,]\s*${option}\s*(?::\s*(${NAME}(?:\.${NAME})*)\s*)?(?=[,}])`).exec(
    rest.slice(0, end)
  );
  return found && (found[1] ?? option);
}

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/[^\n]*/g, '$1');
