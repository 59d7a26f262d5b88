import { Terms, formatNumber, numberSymbol, symbolToText } from '../../derivation';
import { Edits, TraceReader, groupsOf, parseAddress, parseOption } from '../../trace';
import { editName } from './edits';

/** Significant digits that tell any two float64 numbers apart. */
const ALL_DIGITS = 17;

/**
 * Each edit as a change in the symbols of the page: `bill length x₁: 0.5 → 2`, `w₁₂⁽¹⁾: 0.3 → 1`, `lr: 0.1 → 0.05`.
 * @param recorded the trace without the edits
 * @param digits significant digits of the values before; what was typed is shown as it was typed
 */
export function changeTexts(edits: Edits, recorded: TraceReader, digits: number): string[] {
  const terms = new Terms(recorded, 0, 0);
  return Array.from(edits, ([key, value]) => {
    const option = optionBefore(key, recorded);
    if (option !== undefined) {
      const isFlag = typeof option === 'boolean';
      const [before, now] = isFlag
        ? [option, value !== 0].map(String)
        : [formatNumber(option, digits), typed(value)];
      return `${editName(key, recorded.trace)}: ${before} → ${now}`;
    }
    const address = parseAddress(key);
    const before = address ? recorded.value(address) : undefined;
    return `${nameOf(terms, key)}: ${before === undefined ? '' : `${formatNumber(before, digits)} → `}${typed(value)}`;
  });
}

const typed = (value: number): string => formatNumber(value, ALL_DIGITS);

/** The name and the symbol of an edited number; its address if it has no symbol. */
function nameOf(terms: Terms, key: string): string {
  const notation = numberSymbol(terms, key);
  if (!notation) {
    return key;
  }
  const { name = '', index = [] } = parseAddress(key) ?? {};
  const feature = name === 'input' ? terms.featureNames?.[index[index.length - 1]] : undefined;
  return feature === undefined ? symbolToText(notation) : `${feature} ${symbolToText(notation)}`;
}

/** The recorded value of an option of the optimiser or of a parameter group; undefined for another key. */
function optionBefore(key: string, { trace }: TraceReader): number | boolean | undefined {
  const { name, at, param } = parseOption(key) ?? {};
  if (name === undefined) {
    return undefined;
  }
  const group = groupsOf(trace).find(({ params }) => param !== undefined && params.includes(param));
  const option = (group?.options ?? trace.optimizer)?.[name];
  const value = Array.isArray(option) && at !== undefined ? option[at] : option;
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
