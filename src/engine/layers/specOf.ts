import type { Module } from '../module';
import type { ModuleSpec } from '../spec';
import { Sequential } from './sequential';

/** A layer as data, from which `moduleOf` in the registry makes it again. */
export function specOf(module: Module): ModuleSpec {
  if (module instanceof Sequential) {
    const layers = module.children().map(([name, layer]): [string, ModuleSpec] => [name, specOf(layer)]);
    return { type: 'Sequential', layers };
  }
  return { type: module.constructor.name, options: module.options() };
}
