import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SessionFiles } from '../session';

const slashes = (path: string): string => path.replace(/\\/g, '/');

/** Node's files for a session. @param folder the notebook's @param language the language of TypeScript's messages */
export function nodeFiles(folder: string, language: string): SessionFiles {
  const from = createRequire(__filename);
  const library = dirname(from.resolve('typescript'));
  const tslab = dirname(from.resolve('tslab/package.json'));
  const nodeTypes = dirname(createRequire(join(tslab, 'index.js')).resolve('@types/node/package.json'));
  const messages = language === 'zh-CN' ? 'zh-cn' : null;
  return {
    folder: slashes(folder),
    library: slashes(library),
    packages: { tslab: slashes(join(tslab, 'dist', 'public.d.ts')) },
    globals: [slashes(nodeTypes)],
    messages: messages
      ? (from(join(library, messages, 'diagnosticMessages.generated.json')) as Record<string, string>)
      : undefined,
    read: path => attempt(() => readFileSync(path, 'utf8')),
    exists: path => attempt(() => statSync(path).isFile()) ?? false,
    isFolder: path => attempt(() => statSync(path).isDirectory()) ?? false,
    folders: path =>
      (attempt(() => readdirSync(path, { withFileTypes: true })) ?? [])
        .filter(entry => entry.isDirectory() || entry.isSymbolicLink())
        .map(({ name }) => name),
    realPath: path => slashes(attempt(() => realpathSync(path)) ?? path)
  };
}

/** The value of a function, or undefined if it throws: a file that is not there. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
