// Writes docs/benchmarks.md. Each benchmark command replaces its own part and keeps the others.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { at } from '../scripts/lib/paths.mjs';

const file = at('docs', 'benchmarks.md');
/** The commands, in the order of their parts in the file. */
const PARTS = ['bench', 'bench:ui'];
const mark = part => `<!-- npm run ${part} -->`;

export const machine = () =>
  `${cpus()[0].model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, Node ${process.versions.node}`;

/** Replaces the part of one command by `text`. */
export async function writePart(part, text) {
  const now = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const kept = name => (now.split(mark(name))[1] ?? '').split('<!-- npm run')[0].trim();
  const parts = PARTS.map(name => [mark(name), name === part ? text.trim() : kept(name)]);
  const whole = ['# Benchmarks', ...parts.filter(([, text]) => text).flat()].join('\n\n');
  mkdirSync(at('docs'), { recursive: true });
  const { format } = await import('prettier'); // imported late: the npm packages may not be installed yet
  writeFileSync(file, await format(`${whole}\n`, { parser: 'markdown' }));
}
