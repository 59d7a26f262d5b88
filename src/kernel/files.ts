import { Module, fromSafetensors, toSafetensors } from '../engine';
import type { SafetensorsOptions, StateDict, Tensor } from '../engine';
import { FileSystem, writeAtomically } from './atomicWrite';

// Declared by hand: this file is also bundled with the extension, where there are no files. For the same reason `fs`
// is loaded at run time, without a `require` that the bundler would follow.
declare const process:
  | {
      cwd(): string;
      getBuiltinModule?(name: string): unknown;
      mainModule?: { require(name: string): unknown };
    }
  | undefined;

/**
 * Writes weights to a `.safetensors` file, replacing an existing one once the new one is complete.
 * @param path relative to the notebook's folder, or absolute
 * @param weights a model, or parameters by name as `model.stateDict()` returns them
 * @param options.dtype the number format; default 'F64', which keeps every bit
 * @param options.metadata texts for the file's header
 * @throws Error if the file can't be written; TypeError as `toSafetensors`
 */
export function saveSafetensors(
  path: string,
  weights: Module | StateDict,
  options: SafetensorsOptions = {}
): void {
  const bytes = toSafetensors(weights instanceof Module ? weights.stateDict() : weights, options);
  writeFile('saveSafetensors', path, bytes);
}

/**
 * Reads the tensors of a `.safetensors` file, by name: `model.loadStateDict(loadSafetensors('model.safetensors'))`.
 * @param path relative to the notebook's folder, or absolute
 * @throws Error if the file can't be read; RangeError if it is damaged, as `fromSafetensors`
 */
export function loadSafetensors(path: string): Record<string, Tensor> {
  return fromSafetensors(readFile('loadSafetensors', path));
}

/** Reads a file. @throws Error that names the caller, the file and the reason */
export function readFile(caller: string, path: string): Uint8Array {
  return attempt(caller, path, 'read', files => files.readFileSync(path));
}

/** Writes a file completely or not at all. @throws Error that names the caller, the file and the reason */
export function writeFile(caller: string, path: string, bytes: Uint8Array): void {
  attempt(caller, path, 'write', files => writeAtomically(files, path, bytes));
}

/** Creates a folder and its parents. @throws Error that names the caller, the folder and the reason */
export function makeFolder(caller: string, path: string): void {
  attempt(caller, path, 'make', files => void files.mkdirSync(path, { recursive: true }));
}

function attempt<T>(caller: string, path: string, verb: string, action: (files: FileSystem) => T): T {
  if (typeof path !== 'string') {
    throw new TypeError(`${caller} expects a file's path, got ${String(path)}.`);
  }
  const files = fileSystem(caller);
  try {
    return action(files);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw new Error(
      `${caller} can't ${verb} '${path}': ${reasons[code ?? ''] ?? message} (seen from ${process?.cwd()}).`
    );
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EEXIST: 'there is a file of that name',
  ENOTDIR: 'there is a file of that name',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file is larger than is allowed here',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle'
};

/** Loads Node's `fs`: with `getBuiltinModule` from Node 20.16 and 22.3, before with the main module's `require`. */
function fileSystem(caller: string): FileSystem {
  const node = typeof process === 'undefined' ? undefined : process;
  const files = node?.getBuiltinModule?.('fs') ?? node?.mainModule?.require('fs');
  if (!files) {
    throw new Error(`${caller} needs Node's files: elsewhere, take toSafetensors and fromSafetensors.`);
  }
  return files as FileSystem;
}
