/** The page "From PyTorch": every line of its code compiles, runs and prints what the page says. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import * as stepgrad from '../../src/kernel';
import { BLOCKS_END, programOf, readPage, run, typeErrors, withoutComments } from './page';

const english = readPage('from-pytorch.md');
const chinese = readPage('from-pytorch.zh-CN.md');
const program = programOf(english, Object.keys(stepgrad));

const folder = mkdtempSync(join(tmpdir(), 'stepgrad-'));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

describe('From PyTorch', () => {
  it('has code in blocks and in tables', () => {
    expect([english.blocks.length, english.prints.length, english.python.length]).toEqual([3, 3, 1]);
    expect(english.rows.length).toBeGreaterThan(25);
  });

  // With a wrong line, so that a compiler that reports nothing fails, too. In ms: a busy machine takes ten times as long.
  it('compiles', () => {
    const wrong = 'model(x);';
    expect(typeErrors(`${program}\n${wrong}`)).toEqual([
      expect.stringContaining(`${wrong}: This expression is not callable.`)
    ]);
  }, 180_000);

  it('runs and prints what it says', async () => {
    const lines: string[] = [];
    let ended = 0;
    const silent = jest.spyOn(console, 'log').mockImplementation(() => {});
    await run(program, {
      require: (name: string) => (name === 'stepgrad' ? stepgrad : undefined),
      console: { log: (...values: unknown[]) => lines.push(format(...values)) },
      [BLOCKS_END]: () => (ended = lines.length)
    });
    silent.mockRestore();
    expect(`${lines.slice(0, ended).join('\n')}\n`).toBe(english.prints.join(''));
  });

  it('shows the same code in Chinese', () => {
    expect(chinese.blocks.map(withoutComments)).toEqual(english.blocks.map(withoutComments));
    expect([chinese.rows, chinese.prints, chinese.python]).toEqual([
      english.rows,
      english.prints,
      english.python
    ]);
  });
});
