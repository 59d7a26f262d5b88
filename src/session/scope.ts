/** Where a name of the notebook was declared: in a cell, or imported from a module. */
export interface Origin {
  /** The module, as an import names it. */
  readonly from: string;
  /** The name in that module, `default`, or `*` for the module itself. */
  readonly imported: string;
  /** Whether the name is a type, which has no value. */
  readonly isType: boolean;
  /** Whether the name can't be assigned to. */
  readonly isConstant: boolean;
}

/** The names that the notebook's cells have declared so far, each with its latest origin. */
export class NotebookScope {
  private readonly origins = new Map<string, Origin>();

  get names(): string[] {
    return [...this.origins.keys()];
  }

  originOf(name: string): Origin | undefined {
    return this.origins.get(name);
  }

  declare(name: string, origin: Origin): void {
    this.origins.set(name, origin);
  }

  /** Imports of those names that earlier cells declared, on one line. */
  importsOf(names: Iterable<string>): string {
    return [...names]
      .map(name => {
        const origin = this.origins.get(name);
        return origin ? `${importOf(name, origin)} ` : '';
      })
      .join('');
  }
}

function importOf(name: string, { from, imported, isType }: Origin): string {
  const keyword = isType ? 'import type' : 'import';
  if (imported === '*') {
    return `${keyword} * as ${name} from '${from}';`;
  }
  return `${keyword} { ${imported === name ? name : `${imported} as ${name}`} } from '${from}';`;
}
