import { isName, takenNames } from '../../engine/names';
import type { LayerSpec } from '../trace';
import { fail, quoted } from './problem';

/**
 * Checks the names of layers and parameters: each is a name, and each number has an address of its own. A parameter
 * called `0.output` would share the address of layer 0's output, and one called `0.grad` that of a gradient.
 * @param params the parameters' names
 * @throws TraceError
 */
export function checkNames(model: LayerSpec[], params: readonly string[]): void {
  const layers = new Set<string>();
  for (const [i, { name }] of model.entries()) {
    const place = `model[${i}].name`;
    mustBeName(name, place);
    if (takenNames.includes(name)) {
      fail(place, "is %1, a name that a layer can't have", quoted(name));
    }
    if (layers.has(name)) {
      fail(place, "is %1, as an earlier layer's", quoted(name));
    }
    layers.add(name);
  }
  for (const [i, { name }] of model.entries()) {
    const outer = outerNames(name).find(each => layers.has(each));
    if (outer !== undefined) {
      fail(`model[${i}].name`, 'is %1, which would be inside of %2', quoted(name), quoted(outer));
    }
  }
  for (const name of params) {
    mustBeName(name, 'params');
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (last === 'grad' || (last === 'output' && layers.has(name.slice(0, -'.output'.length)))) {
      fail(
        'params',
        "has a parameter %1: another number has this address, so rename the layer's field",
        quoted(name)
      );
    }
  }
}

function mustBeName(name: string, place: string): void {
  if (!isName(name)) {
    fail(place, 'is %1, expected letters, digits and _, joined by dots', quoted(name));
  }
}

/** `a` and `a.b` of `a.b.c`. */
const outerNames = (name: string): string[] =>
  name
    .split('.')
    .slice(0, -1)
    .map((_, i, words) => words.slice(0, i + 1).join('.'));
