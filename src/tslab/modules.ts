import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The `require` of cells: modules seen from the notebook's folder, the kernel's own tslab, and earlier cells, which all
 * share one object of exports.
 */
export class CellModules {
  /** The values that the cells have declared, by name. */
  readonly values: Record<string, unknown> = {};
  private readonly cells = new Set<string>();
  readonly require: NodeJS.Require;

  constructor(folder: string) {
    const fromNotebook = createRequire(join(folder, 'cell.js'));
    const own = createRequire(__filename);
    const load = (name: string): unknown => {
      if (this.cells.has(name)) {
        return this.values;
      }
      return name === 'tslab' ? own(name) : fromNotebook(name);
    };
    this.require = Object.assign(load, fromNotebook) as NodeJS.Require;
  }

  add(name: string): void {
    this.cells.add(`./${name}`);
  }
}
