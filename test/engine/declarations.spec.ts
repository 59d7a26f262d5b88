/** The declarations for notebooks: tslab's TypeScript 5.0 does not know the generic `Float64Array<…>`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'stepgrad-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The compiler's output; '' if it succeeds. */
function tsc(compiler: string, ...args: string[]): string {
  const program = join(root, 'node_modules', compiler, 'bin/tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8'
  });
  return status === 0 ? '' : `${compiler}: ${stdout}${stderr}`;
}

it('emits declarations that tslab compiles, without generic typed arrays', () => {
  const project = ['-p', join(root, 'tsconfig.engine.json')];
  const emit = ['--declaration', '--emitDeclarationOnly', '--outDir', folder];
  expect(tsc('typescript', ...project, ...emit)).toBe('');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
    file.endsWith('.d.ts')
  );
  expect(files).toContain(join('engine', 'tensor.d.ts'));
  const generic = /\b(Float|Int|Uint|BigInt|BigUint)\d+(Clamped)?Array</;
  expect(generic.test('data: Float64Array<ArrayBuffer>;')).toBe(true);
  expect(files.filter(file => generic.test(readFileSync(join(folder, file), 'utf8')))).toEqual([]);
  const entry = join(folder, 'kernel', 'index.d.ts');
  const check = ['--noEmit', '--target', 'ES2022', '--module', 'CommonJS', entry];
  expect(tsc('@tslab/typescript-for-tslab', ...check)).toBe('');
}, 60_000);
