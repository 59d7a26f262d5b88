import ts from 'typescript';
import type { SessionFiles } from './files';
import { KNOWN, PACKAGE } from './known';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ['lib.es2022.d.ts'],
  esModuleInterop: true,
  experimentalDecorators: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  sourceMap: true,
  strict: false
};

/** The modules of the cells, by path, over a host's files. */
export class CellFiles {
  private readonly texts = new Map<string, { text: string; version: number }>();
  private version = 0;
  /** The module under inspection, which imports the others. */
  private root = '';

  open(path: string, text: string): void {
    this.root = path;
    this.texts.set(path, { text, version: ++this.version });
  }

  /** TypeScript's language service over the modules. */
  service(files: SessionFiles): ts.LanguageService {
    const known = `${files.folder}/${KNOWN}.ts`;
    this.texts.set(known, { text: `import '${PACKAGE}';`, version: 0 });
    const read = (path: string): string | undefined => this.texts.get(path)?.text ?? files.read(path);
    const paths = Object.entries(files.packages ?? {}).map(([name, path]) => [name, [path]]);
    const options = {
      ...OPTIONS,
      types: files.globals,
      paths: Object.fromEntries(paths) as ts.MapLike<string[]>
    };
    const host: ts.LanguageServiceHost = {
      getCompilationSettings: () => options,
      getScriptFileNames: () => (this.root ? [known, this.root] : [known]),
      getScriptVersion: path => String(this.texts.get(path)?.version ?? 0),
      getScriptSnapshot: path => {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getProjectVersion: () => `${this.root} ${this.version}`,
      getCurrentDirectory: () => files.folder,
      getDefaultLibFileName: () => `${files.library}/lib.es2022.d.ts`,
      getLocalizedDiagnosticMessages: () => files.messages,
      fileExists: path => this.texts.has(path) || files.exists(path),
      readFile: read,
      directoryExists: path => files.isFolder(path),
      getDirectories: path => files.folders(path),
      realpath: path => (this.texts.has(path) ? path : files.realPath(path))
    };
    return ts.createLanguageService(host, ts.createDocumentRegistry());
  }
}
