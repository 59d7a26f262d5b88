/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { VirtualRows, WHOLE, topFor, windowAt } from '../../../src/views/page/virtualRows';

const sizes = { row: 28, head: 28, box: 292 };

test('a short table is drawn whole, of a long one what can be seen', () => {
  expect(windowAt(0, WHOLE, sizes)).toEqual([0, WHOLE]);
  const [from, end] = windowAt(50_000 * 28, 100_000, sizes);
  expect(from).toBeLessThan(50_000);
  expect(end).toBeGreaterThan(50_010);
  expect(end - from).toBeLessThan(50);
});

test('a row that is brought into view is drawn, and no more is scrolled than it takes', () => {
  fc.assert(
    fc.property(fc.nat(99_999), fc.nat(99_990 * 28), (index, top) => {
      const to = topFor(index, 1, top, sizes);
      expect(to).toBeLessThanOrEqual(index * 28);
      expect((index + 1) * 28).toBeLessThanOrEqual(to + 292 - 28);
      const [from, end] = windowAt(to, 100_000, sizes);
      expect(from).toBeLessThanOrEqual(index);
      expect(end).toBeGreaterThan(index);
      expect(topFor(index, 1, to, sizes)).toBe(to);
      // More rows than fit: from the first on.
      expect(topFor(index, 50, top, sizes)).toBe(index * 28);
    })
  );
});

test('rows come and go with the scrolling; the space of the others stays', () => {
  const box = document.createElement('div');
  const table = document.createElement('table');
  table.append(document.createElement('tbody'));
  box.append(table);
  const made: number[] = [];
  const rows = new VirtualRows(box, table, sizes, i => {
    made.push(i);
    const row = document.createElement('tr');
    row.textContent = String(i);
    return row;
  });
  rows.reset(100_000);
  rows.draw();
  const texts = (): number[] => Array.from(table.rows, row => Number(row.textContent));
  const height = (): number =>
    parseFloat(table.style.marginTop) + parseFloat(table.style.marginBottom) + table.rows.length * 28;
  expect(texts()[0]).toBe(0);
  expect(height()).toBe(100_000 * 28);
  const { length } = made;
  rows.draw();
  expect(made.length).toBe(length);
  rows.draw(70_000);
  rows.scroll();
  expect(texts()).toContain(70_000);
  expect(texts()).toEqual([...texts()].sort((a, b) => a - b));
  expect(height()).toBe(100_000 * 28);
  expect(rows.indexOf(table.rows[3])).toBe(texts()[3]);
  box.scrollTop = 28 * 99_990;
  box.dispatchEvent(new Event('scroll'));
  expect(texts().at(-1)).toBe(99_999);
  expect(height()).toBe(100_000 * 28);
});

test('when all rows are others, each becomes one of them where it stands', () => {
  const box = document.createElement('div');
  const table = document.createElement('table');
  table.append(document.createElement('tbody'));
  box.append(table);
  let made = 0;
  const rows = new VirtualRows(box, table, sizes, (i, old) => {
    made += old ? 0 : 1;
    const row = old ?? document.createElement('tr');
    row.textContent = String(i);
    return row;
  });
  rows.reset(100_000);
  rows.draw();
  const before = Array.from(table.rows);
  const { length } = before;
  expect(made).toBe(length);
  rows.draw(70_000);
  expect(made).toBe(length);
  const after = Array.from(table.rows);
  expect(after).toEqual(before.slice(0, after.length));
  const first = Number(after[0].textContent);
  expect(after.map(row => Number(row.textContent))).toEqual(after.map((_, i) => first + i));
  expect(after.map(row => Number(row.getAttribute('aria-rowindex')))).toEqual(
    after.map((_, i) => first + i + 2)
  );
  expect(after.map(row => rows.indexOf(row))).toContain(70_000);
});

test('a box that is on the page scrolls at once; one that is not yet, in the next frame', async () => {
  const box = document.createElement('div');
  const table = document.createElement('table');
  table.append(document.createElement('tbody'));
  box.append(table);
  let top = 0;
  let shown = false;
  Object.defineProperty(box, 'scrollTop', {
    get: () => top,
    set: (to: number) => (top = shown ? to : 0)
  });
  const rows = new VirtualRows(box, table, sizes, i => {
    const row = document.createElement('tr');
    row.textContent = String(i);
    return row;
  });
  const texts = (): number[] => Array.from(table.rows, row => Number(row.textContent));
  rows.reset(100_000);
  rows.draw(70_000);
  rows.scroll();
  expect(texts()).toContain(70_000);
  expect(top).toBe(0);
  shown = true;
  await new Promise(requestAnimationFrame);
  expect(top).toBe(topFor(70_000, 1, 0, sizes));
  rows.draw(10);
  rows.scroll();
  expect(top).toBe(280);
  // What it was told is no news: the rows stay.
  box.dispatchEvent(new Event('scroll'));
  expect(texts()).toContain(10);
  // What the reader scrolls next is followed.
  box.scrollTop = 28 * 500;
  box.dispatchEvent(new Event('scroll'));
  expect(texts()).toContain(500);
});
