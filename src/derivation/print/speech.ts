/** A step as text for a screen reader: its question and its answer in one sentence of words and numbers. */
import type { Expression, Notation } from '../../engine/formula/expression';
import { Argument, Derivation, Line, Sentence, digitsOf } from '../derivation';
import { holds } from '../exact/holds';
import { EXACT, formatNumber } from './numbers';
import { symbolToText } from './text';
import { Translate, argumentText, filled, shownDigits } from '../translate';

/** A sum or product of more parts than this is not read out, only its result. */
const READ_OUT = 6;

/** Letters that speech synthesizers spell wrongly or skip. */
const letters: Record<string, string> = {
  ŷ: 'y hat',
  m̂: 'm hat',
  v̂: 'v hat',
  δ: 'delta',
  Δw: 'delta w',
  Δb: 'delta b',
  ℓ: 'l',
  ΔL: 'delta L',
  Δℓ: 'delta l',
  Δŷ: 'delta y hat',
  σ: 'sigma'
};

/** A symbol in words: `w 2 1 of layer 1`, `the derivative of L with respect to w 2 1`. */
export function symbolToSpeech(symbol: Notation, translate: Translate): string {
  const { name, sub, sup, by, of } = symbol;
  const words = symbol.spoken ?? letters[name] ?? name.replace(/′/g, ` ${translate('prime')}`);
  const index = sub ? ` ${(/^\d+$/.test(sub) ? Array.from(sub) : [sub.replace(/,/g, ' ')]).join(' ')}` : '';
  let text = words + index;
  for (const [, kind, number] of (sup ?? '').matchAll(/([([])(\d+)[)\]]/g)) {
    text =
      kind === '(' ? translate('%1 of layer %2', text, number) : translate('%1 of sample %2', text, number);
  }
  if (sup?.endsWith('new')) {
    text = translate('the new %1', text);
  }
  if (by) {
    return translate('the derivative of %1 with respect to %2', text, symbolToSpeech(by, translate));
  }
  return of ? translate('%1 of %2', text, symbolToSpeech(of, translate)) : text;
}

/** A number as speech; synthesizers skip superscripts, so a power is in words: `1.5 times 10 to the power of −7`. */
export function numberToSpeech(x: number, translate: Translate, digits: number): string {
  const text = formatNumber(x, digits);
  if (Number.isNaN(x)) {
    return translate('not a number');
  }
  if (!Number.isFinite(x)) {
    return x > 0 ? translate('infinity') : translate('minus infinity');
  }
  const at = text.indexOf('×');
  if (at < 0) {
    return text;
  }
  const exponent = Array.from(text.slice(at + 3), letter => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(letter));
  const power = exponent.map(digit => (digit < 0 ? '−' : String(digit))).join('');
  return translate('%1 times 10 to the power of %2', text.slice(0, at), power);
}

/** An expression in words, with its numbers; null if it is too long or too deeply nested to follow by ear. */
function toSpeech(e: Expression, translate: Translate, digits: number): string | null {
  const join = (parts: readonly Expression[], word: string): string | null => {
    const texts = parts.map(part => toSpeech(part, translate, digits));
    return parts.length > READ_OUT || texts.includes(null) ? null : texts.join(` ${word} `);
  };
  switch (e.kind) {
    case 'number':
      return e.name ?? numberToSpeech(e.value, translate, EXACT);
    case 'quantity':
      return numberToSpeech(e.value, translate, digits);
    case 'sum':
    case 'series':
      return join(e.terms, translate('plus'));
    case 'product':
      return e.factors.some(({ kind }) => kind === 'sum' || kind === 'series')
        ? null
        : join(e.factors, translate('times'));
    case 'negative': {
      const of =
        e.of.kind === 'quantity' || e.of.kind === 'number' ? toSpeech(e.of, translate, digits) : null;
      return of === null ? null : translate('minus %1', of);
    }
    default:
      return null;
  }
}

function argumentToSpeech(argument: Argument, translate: Translate, digits: number): string | number {
  if (typeof argument === 'object' && 'symbol' in argument) {
    return symbolToSpeech(argument.symbol, translate);
  }
  return typeof argument === 'object' && 'value' in argument
    ? numberToSpeech(argument.value, translate, shownDigits(argument, digits))
    : argumentText(argument, digits);
}

/**
 * A sentence as speech.
 * @param digits significant digits of its computed numbers
 */
export const sentenceToSpeech = (sentence: Sentence, translate: Translate, digits: number): string =>
  filled(sentence, translate, argument => argumentToSpeech(argument, translate, digits));

/** A line as speech: `z is 0.5 times 2, which is 1`; `a 2 of layer 1 is 0.58` if its formula can't be read out. */
function lineToSpeech(line: Line, translate: Translate, precision: number): string | null {
  const { left, forms, result, becomes } = line;
  const digits = digitsOf(line, precision);
  if (left.kind !== 'quantity' || (result.kind !== 'quantity' && result.kind !== 'number')) {
    return null;
  }
  const last = forms[forms.length - 1];
  const from = last && toSpeech(last, translate, digits);
  const name = symbolToSpeech(left.symbol, translate);
  const value = numberToSpeech(result.value, translate, digits);
  if (!from || from === value) {
    return translate('%1 is %2', name, value);
  }
  if (!holds(line, precision)) {
    return becomes
      ? translate('%1 becomes %2, which is about %3', name, from, value)
      : translate('%1 is %2, which is about %3', name, from, value);
  }
  return becomes
    ? translate('%1 becomes %2, which is %3', name, from, value)
    : translate('%1 is %2, which is %3', name, from, value);
}

/**
 * A step as speech: its question and its answer. A single operation is read out with its formula, several only with
 * their results.
 * @param digits significant digits of the numbers
 */
export function stepToSpeech(derivation: Derivation, translate: Translate, digits: number): string {
  const { question, results, blocks } = derivation;
  const asked = sentenceToSpeech(question, translate, digits);
  const quantities = results.filter(e => e.kind === 'quantity');
  const answers = quantities.map(e =>
    translate('%1 is %2', symbolToSpeech(e.symbol, translate), numberToSpeech(e.value, translate, digits))
  );
  const [alone] = quantities;
  if (quantities.length === 1) {
    const line = blocks
      .flatMap(({ lines }) => lines)
      .find(
        ({ left }) => left.kind === 'quantity' && symbolToText(left.symbol) === symbolToText(alone.symbol)
      );
    answers[0] = (line && lineToSpeech(line, translate, digits)) ?? answers[0];
  }
  const said = answers.join(translate('; '));
  return said === '' ? asked : `${asked} ${translate('%1.', said)}`;
}
