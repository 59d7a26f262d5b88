/** The glossary of a derivation: the meaning of each symbol in words. */
import { Expression, Notation, Role, children } from '../../engine/formula/expression';
import { Block, Sentence, say } from '../derivation';

/** A symbol's name and its meaning. */
export interface GlossaryEntry {
  name: string;
  sentence: Sentence;
}

type Quantity = Extract<Expression, { kind: 'quantity' }>;

/**
 * The meanings of the symbols in blocks, in order of appearance, then the meanings of their superscripts. A symbol
 * without a known meaning has no entry.
 */
export function glossary(blocks: Block[]): GlossaryEntry[] {
  const entries = new Map<string, GlossaryEntry>();
  const add = (name: string, sentence: Sentence | null): void => {
    if (sentence && !entries.has(name)) {
      entries.set(name, { name, sentence });
    }
  };
  const scripts = new Map<string, Sentence>();
  for (const { symbol, role } of blocks
    .flatMap(({ lines }) => lines)
    .flatMap(({ left, forms }) => [left, ...forms])
    .flatMap(quantities)) {
    add(nameOf(symbol), symbol.note ?? meaning(symbol, role));
    for (const each of parts(symbol)) {
      scriptsOf(each).forEach(([script, sentence]) => scripts.set(script, sentence));
    }
  }
  [...scripts].forEach(([script, sentence]) => add(script, sentence));
  return [...entries.values()];
}

/** A symbol's name without indices; `∂` for every derivative. */
export const nameOf = ({ name, by }: Notation): string => (by ? '∂' : name);

/** The meaning of a quantity that every network has; null if it is not one of these. */
function meaning(symbol: Notation, role: Role): Sentence | null {
  const { name, by, of } = symbol;
  const it = { symbol: { name } };
  if (by) {
    return role === 'gradient'
      ? say('%1: how much the loss changes with %2', { symbol }, { symbol: by })
      : null;
  }
  if (of) {
    return name.endsWith('′')
      ? say('%1: the slope of %2', it, { symbol: { name: name.slice(0, -1) } })
      : say('%1: the activation function', it);
  }
  if (name.startsWith('Δ')) {
    return say('%1: the step of %2', it, { symbol: { name: name.slice(1) } });
  }
  if (role === 'weight' || role === 'bias') {
    return ofParameter(symbol, role);
  }
  return Object.hasOwn(meanings, name) ? meanings[name] : role === 'input' ? say('%1: an input', it) : null;
}

const meanings: Record<string, Sentence> = {
  x: say('%1: an input', 'x'),
  z: say('%1: a weighted sum', 'z'),
  a: say('%1: an activation, what a unit passes on', 'a'),
  ŷ: say('%1: a prediction', 'ŷ'),
  y: say('%1: the target', 'y'),
  L: say('%1: the loss', 'L'),
  ℓ: say('%1: the loss of one output', 'ℓ'),
  δ: say('%1: how much the loss changes with %2', 'δ', 'z')
};

/** The meaning of a weight or bias: a weight by its unit and input, if its indices are unambiguous. */
function ofParameter(symbol: Notation, role: 'weight' | 'bias'): Sentence {
  const { name, sub = '' } = symbol;
  const [unit, input] = sub.includes(',') ? sub.split(',') : Array.from(sub);
  if (role === 'bias') {
    return say('%1: a bias', { symbol: { name } });
  }
  return name === 'w' && unit && input && /^\d+$/.test(unit + input)
    ? say('%1: the weight to unit %2 from input %3', { symbol }, unit, input)
    : say('%1: a weight', { symbol: { name } });
}

/** The superscripts of a symbol with their meanings: layer, sample, or value before the step. */
function scriptsOf({ sup = '' }: Notation): [string, Sentence][] {
  const found: [string, Sentence][] = [];
  for (const [script, kind, number] of sup.matchAll(/([([])(\d+)[)\]]/g)) {
    found.push([
      script,
      kind === '('
        ? say('%1 above: of layer %2', script, number)
        : say('%1 above: of sample %2', script, number)
    ]);
  }
  if (sup.endsWith('new')) {
    found.push(['new', say('%1 above: with the updated weights', 'new')]);
  }
  return sup === 'old' ? [...found, [sup, say('%1 above: as the step before left it', sup)]] : found;
}

/** A symbol and, recursively, the symbols of its argument and denominator. */
const parts = (symbol: Notation): Notation[] => [
  symbol,
  ...[symbol.of, symbol.by].flatMap(each => (each ? parts(each) : []))
];

/** The quantities of a formula, from left to right; for a series, those of its first term and its general term. */
export const quantities = (e: Expression): Quantity[] =>
  e.kind === 'quantity'
    ? [e]
    : (e.kind === 'series' ? [...e.terms.slice(0, 1), e.general] : children(e)).flatMap(quantities);
