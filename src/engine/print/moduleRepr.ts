import { floatText, snakeCase, valueText } from './python';

/** What is printed of a module. */
interface Printed {
  constructor: { name: string };
  extraRepr(): string;
  children(): [string, Printed][];
}

/** Options that count something: whole numbers in PyTorch too. All other numbers are floats. */
const COUNT = /features|^num|dim$|^d[A-Z]/i;

/** A module and those inside it, each in a line: `(0): Linear(in_features=2, …)`. Source: torch.nn.Module.__repr__. */
export function moduleRepr(module: Printed): string {
  const { name } = module.constructor;
  const extra = module.extraRepr();
  const inside = module.children().map(([key, child]) => `(${key}): ${moduleRepr(child)}`);
  const lines = [...(extra && inside.length > 0 ? [extra] : []), ...inside];
  return inside.length === 0
    ? `${name}(${extra})`
    : `${name}(\n${lines.map(line => line.replace(/^/gm, '  ')).join('\n')}\n)`;
}

/** Options as PyTorch writes them: `p=0.5, inplace=False`. */
export function optionsRepr(options: Record<string, number | string | boolean>): string {
  return Object.entries(options)
    .map(([name, value]) => {
      const text = typeof value === 'number' && !COUNT.test(name) ? floatText(value) : valueText(value);
      return `${snakeCase(name)}=${text}`;
    })
    .join(', ');
}
