/** The files that a session reads: the notebook's folder, packages with their types, TypeScript's own library. */
export interface SessionFiles {
  /** The notebook's folder, with `/` between names and without one at its end. */
  readonly folder: string;
  /** The folder of `lib.es2022.d.ts`. */
  readonly library: string;
  /** The types of packages that are not below a `node_modules`, by the package's name. */
  readonly packages?: Record<string, string>;
  /** Packages whose global declarations every cell sees. */
  readonly globals: string[];
  /** TypeScript's messages in another language, by their keys. */
  readonly messages?: Record<string, string>;
  /** The text of a file; undefined if there is none. */
  read(path: string): string | undefined;
  exists(path: string): boolean;
  isFolder(path: string): boolean;
  folders(path: string): string[];
  realPath(path: string): string;
}
