/** The functions used of Node's `fs`. */
export interface FileSystem {
  readFileSync(path: string): Uint8Array;
  writeFileSync(path: string, bytes: Uint8Array): void;
  mkdirSync(path: string, options: { recursive: true }): unknown;
  lstatSync(path: string, options: { throwIfNoEntry: false }): Stats | undefined;
  readlinkSync(path: string): string;
  accessSync(path: string, mode: number): void;
  openSync(path: string, flags: string, mode: number): number;
  writeSync(file: number, bytes: Uint8Array, offset: number): number;
  fchmodSync(file: number, mode: number): void;
  fchownSync(file: number, user: number, group: number): void;
  fsyncSync(file: number): void;
  closeSync(file: number): void;
  renameSync(from: string, to: string): void;
  unlinkSync(path: string): void;
}

interface Stats {
  mode: number;
  uid: number;
  gid: number;
  isSymbolicLink(): boolean;
  isFile(): boolean;
}

/** What the system answers if a file can't be written beside another, or can't take its place: a mount, a folder that may not be changed. */
const IN_PLACE = new Set(['EACCES', 'EPERM', 'EBUSY', 'EXDEV']);
/** Links followed from one to the next; as many as Linux follows. */
const LINKS = 40;
/** Asks whether a file can be written. */
const W_OK = 2;

let written = 0;

/**
 * Writes a file completely or not at all: beside it, to the disk, then in its place. Whatever fails or ends the process
 * in between, the earlier file is whole, and after an error nothing is left beside it. Follows links, and keeps the
 * permissions of an earlier file. Only a device, or a file in a folder that may not be changed, is written in place.
 * @throws the system's error
 */
export function writeAtomically(files: FileSystem, path: string, bytes: Uint8Array): void {
  const target = followed(files, path);
  const before = files.lstatSync(target, { throwIfNoEntry: false });
  if (before && !before.isFile()) {
    files.writeFileSync(target, bytes);
    return;
  }
  if (before) {
    // Replacing a file takes no right to write it, but a file may be protected for a reason.
    files.accessSync(target, W_OK);
  }
  const beside = `${folderOf(target)}.stepgrad-${processId()}-${++written}.tmp`;
  try {
    writeBeside(files, beside, bytes, before);
    replace(files, beside, target);
  } catch (error) {
    if (!(before && IN_PLACE.has((error as { code?: string }).code ?? ''))) {
      throw error;
    }
    files.writeFileSync(target, bytes);
  }
  syncFolder(files, target);
}

/** The file that links lead to; it need not exist. */
function followed(files: FileSystem, path: string): string {
  let target = path;
  for (let i = 0; i < LINKS && files.lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink(); i++) {
    const to = files.readlinkSync(target);
    target = /^([\\/]|[A-Za-z]:)/.test(to) ? to : `${folderOf(target)}${to}`;
  }
  return target;
}

/** The folder of a path with its separator; '' for the present folder. */
const folderOf = (path: string): string => /^.*[\\/]/s.exec(path)?.[0] ?? '';

function writeBeside(files: FileSystem, beside: string, bytes: Uint8Array, before: Stats | undefined): void {
  const file = files.openSync(beside, 'wx', 0o666);
  try {
    try {
      for (let at = 0; at < bytes.length;) {
        at += files.writeSync(file, bytes, at);
      }
      if (before) {
        keepRights(files, file, before);
      }
      files.fsyncSync(file);
    } finally {
      files.closeSync(file);
    }
  } catch (error) {
    remove(files, beside);
    throw error;
  }
}

function replace(files: FileSystem, beside: string, target: string): void {
  try {
    files.renameSync(beside, target);
  } catch (error) {
    remove(files, beside);
    throw error;
  }
}

/** Gives a file the owner and the permissions of another, as far as the process may. */
function keepRights(files: FileSystem, file: number, { mode, uid, gid }: Stats): void {
  try {
    files.fchownSync(file, uid, gid);
  } catch {
    // Only the owner and root may give a file away.
  }
  files.fchmodSync(file, mode & 0o7777);
}

function remove(files: FileSystem, path: string): void {
  try {
    files.unlinkSync(path);
  } catch {
    // The error that made the file useless says more.
  }
}

/** Writes a folder's entry to the disk, so that a power cut doesn't bring the earlier file back; not on Windows. */
function syncFolder(files: FileSystem, path: string): void {
  try {
    const folder = files.openSync(folderOf(path) || '.', 'r', 0);
    try {
      files.fsyncSync(folder);
    } finally {
      files.closeSync(folder);
    }
  } catch {
    // The file itself is on the disk.
  }
}

declare const process: { pid: number };

const processId = (): number => process.pid;
