/** The explanations of layers and losses as blocks of lines. */
import type { Equation, Explanation } from '../engine/formula/explanation';
import { Expression, Notation, Sentence, children, symbol, valueOf } from '../engine/formula/expression';
import { agrees } from './agrees';
import { Block, Heading, Line } from './derivation';
import { symbolToText } from './print/text';

/** Blocks and remarks. */
export interface Part {
  blocks: Block[];
  remarks: Sentence[];
}

/** A number and its explanation: the formulas, a shorter one if it agrees, and the sources of their symbols. */
export function explainedPart(heading: Heading, left: Expression, explanation: Explanation | null): Part {
  if (!explanation) {
    return { blocks: [{ heading, lines: [{ left, forms: [], result: left }] }], remarks: [] };
  }
  const { forms, remarks = [] } = explanation;
  const short = agreeing(left, explanation);
  return {
    blocks: [
      { heading, lines: [{ left, forms, result: left }] },
      { heading: 'In short', lines: short ? [{ left, forms: [short], result: left }] : [] },
      { heading: 'Where', lines: whereOf([...forms, ...(short ? [short] : [])], explanation) }
    ],
    remarks
  };
}

/** The explanation in few lines, for a number that is only used: the shorter formula if there is one. */
export function linesOf(left: Expression, explanation: Explanation | null): Line[] {
  if (!explanation) {
    return [{ left, forms: [], result: left }];
  }
  const short = agreeing(left, explanation);
  const forms = short ? [short] : explanation.forms;
  return [...whereOf(forms, explanation), { left, forms, result: left }];
}

/** The shorter formula, if it gives the same number. */
const agreeing = (left: Expression, { short }: Explanation): Expression | null =>
  short && agrees(short, valueOf(left)) ? short : null;

/** The equations for the symbols of some formulas, and for the symbols in those equations. */
function whereOf(forms: Expression[], { where = [] }: Explanation): Line[] {
  const used = new Set<string>();
  const collect = (e: Expression): void => symbolsIn(e).forEach(each => used.add(symbolToText(each)));
  forms.forEach(collect);
  const needed = new Set<Equation>();
  for (let before = -1; before < needed.size;) {
    before = needed.size;
    for (const equation of where) {
      if (!needed.has(equation) && (equation.result || used.has(symbolToText(symbol(equation.left))))) {
        needed.add(equation);
        equation.forms.forEach(collect);
      }
    }
  }
  return where
    .filter(equation => needed.has(equation))
    .map(({ left, forms: its, result = left }) => ({ left, forms: its, result }));
}

/** The symbols of every quantity in a formula. */
const symbolsIn = (e: Expression): Notation[] =>
  e.kind === 'quantity' ? [e.symbol] : children(e).flatMap(symbolsIn);
