import ts from 'typescript';
import { CellModule, RESULT, cellModule } from './cellModule';
import { Completions, completionsAt } from './completion';
import type { SessionFiles } from './files';
import { inspectionAt } from './inspection';
import { Problem, problemsOf } from './problems';
import { NotebookScope } from './scope';
import { CellFiles } from './service';
import { Place, SourceMap } from './sourceMap';
import { Mode, modeOf, transformers } from './transform';

/** A cell in JavaScript. */
export interface CompiledCell {
  /** The module's name, by which later cells import what it declares: `./` and the name. */
  readonly name: string;
  readonly code: string;
  /** A CommonJS module; with mode `steps` the body of a generator, which yields `[awaited, position]`. */
  readonly js: string;
  readonly mode: Mode;
  /** The names that the cell declares with a value. */
  readonly values: string[];
  /** The place in the cell from which a place in `js` was made; null if there is none. */
  placeOf(place: Place): Place | null;
}

/** The beginning of a cell's module's name; no file of a reader's has it. */
const NAME = 'stepgrad-cell-';

/**
 * The cells of a notebook as modules: compiles and type-checks a cell after the ones before, completes and explains
 * names. The modules share one object of exports, so that a name means its latest declaration, in earlier cells too.
 * Knows neither a page nor Node: a host gives the files and runs what is compiled.
 */
export class CellSession {
  private readonly scope = new NotebookScope();
  private readonly files = new CellFiles();
  private readonly service: ts.LanguageService;
  private readonly modules = new Map<string, CellModule>();
  private cells = 0;

  constructor(private readonly host: SessionFiles) {
    this.service = this.files.service(host);
  }

  /** Checks a cell and compiles it. Its names are declared by `declare`, once it has been run. */
  compile(code: string): CompiledCell | { problems: Problem[] } {
    const module = this.open(code, true);
    const problems = problemsOf(this.service, module, code, this.scope);
    if (problems.length > 0) {
      return { problems };
    }
    const name = NAME + ++this.cells;
    this.modules.set(name, module);
    const source = this.service.getProgram()!.getSourceFile(module.path)!;
    const mode = modeOf(source);
    let js = '';
    let map = '';
    this.service.getProgram()!.emit(
      source,
      (file, text) => {
        if (file.endsWith('.map')) {
          map = text;
        } else {
          js = text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
        }
      },
      undefined,
      false,
      transformers(mode, module.toCell)
    );
    const values = [...module.declared].filter(([, { isType }]) => !isType).map(([each]) => each);
    return { name, code, js, mode, values, placeOf: placesOf(source, new SourceMap(map), module, code) };
  }

  /** Declares the names of a cell that has been run, except for those that it did not reach. */
  declare({ name }: CompiledCell, isReached: (name: string) => boolean = () => true): void {
    this.modules.get(name)?.declared.forEach((origin, each) => {
      if (origin.isType || !origin.from.startsWith(`./${NAME}`) || isReached(each)) {
        this.scope.declare(each, origin);
      }
    });
  }

  /** The names that may stand at a position of a cell. */
  complete(code: string, position: number): Completions {
    const module = this.open(code, false);
    return completionsAt(this.service, module, code, position, this.scope.names);
  }

  /** What is known of the name at a position of a cell, in Markdown; null if nothing is. */
  inspect(code: string, position: number): string | null {
    return inspectionAt(this.service, this.open(code, false), position);
  }

  private open(code: string, withResult: boolean): CellModule {
    const module = cellModule(code, NAME + (this.cells + 1), this.host.folder, this.scope, withResult);
    this.files.open(module.path, module.text);
    return module;
  }
}

export { RESULT };

/** From places in a cell's JavaScript to places in the cell, past the imports and exports that were inserted. */
function placesOf(
  source: ts.SourceFile,
  map: SourceMap,
  module: CellModule,
  code: string
): CompiledCell['placeOf'] {
  return place => {
    const at = map.sourceOf(place);
    if (!at) {
      return null;
    }
    return placeAt(code, module.toCell(source.getPositionOfLineAndCharacter(at.line, at.column)));
  };
}

/** The place of a position in a text. */
export function placeAt(text: string, position: number): Place {
  const lines = text.slice(0, position).split('\n');
  return { line: lines.length - 1, column: lines[lines.length - 1].length };
}
