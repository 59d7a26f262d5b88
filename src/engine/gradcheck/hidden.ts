import { Module } from '../module';
import { Parameter } from '../parameter';
import { Tensor } from '../tensor';

/** Arrays in arrays are followed to this depth. */
const DEPTH = 4;

/**
 * The parameters of a model that are in arrays, maps or plain objects, by their paths: `blocks[0].weight`. Neither
 * `parameters()` nor `stateDict()` finds them, so no optimiser moves them and no file keeps them.
 */
export function hiddenParameters(model: Module): [string, Parameter][] {
  const seen = new Set<unknown>(model.parameters());
  const found: [string, Parameter][] = [];
  const search = (value: unknown, path: string, depth: number): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || depth > DEPTH) {
      return;
    }
    seen.add(value);
    if (value instanceof Parameter) {
      found.push([path, value]);
    } else if (value instanceof Module) {
      searchFields(value, path);
    } else if (Array.isArray(value)) {
      value.forEach((item, i) => search(item, `${path}[${i}]`, depth + 1));
    } else if (value instanceof Map || value instanceof Set) {
      [...value.values()].forEach((item, i) => search(item, `${path}[${i}]`, depth + 1));
    } else if (isPlain(value)) {
      Object.entries(value).forEach(([key, item]) => search(item, `${path}.${key}`, depth + 1));
    }
  };
  const searchFields = (module: Module, path: string): void => {
    for (const [key, value] of Object.entries(module)) {
      if (!(value instanceof Tensor) || value instanceof Parameter) {
        search(value, path ? `${path}.${key}` : key, 0);
      }
    }
  };
  seen.add(model);
  searchFields(model, '');
  return found;
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
