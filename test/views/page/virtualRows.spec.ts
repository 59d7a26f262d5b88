/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { VirtualRows, WHOLE, topFor, windowAt } from '../../../src/views/page/virtualRows';

const sizes = { row: 28, head: 28, box: 292 };

type Make = (index: number, old?: HTMLTableRowElement) => HTMLTableRowElement;

const makeNew: Make = i => {
  const row = document.createElement('tr');
  row.textContent = String(i);
  return row;
};

function tableOf(make: Make): { box: HTMLElement; table: HTMLTableElement; rows: VirtualRows } {
  const box = document.createElement('div');
  const table = document.createElement('table');
  table.append(document.createElement('tbody'));
  box.append(table);
  const rows = new VirtualRows(box, table, sizes, make);
  rows.reset(100_000);
  return { box, table, rows };
}

const numbersOf = (table: HTMLTableElement): number[] =>
  Array.from(table.rows, row => Number(row.textContent));

test('renders a short table whole, and of a long one the rows around the viewport', () => {
  expect(windowAt(0, WHOLE, sizes)).toEqual([0, WHOLE]);
  const [from, end] = windowAt(50_000 * 28, 100_000, sizes);
  expect(from).toBeLessThan(50_000);
  expect(end).toBeGreaterThan(50_010);
  expect(end - from).toBeLessThan(50);
});

test('scrolls no further than it takes to show a row, and renders that row', () => {
  fc.assert(
    fc.property(fc.nat(99_999), fc.nat(99_990 * 28), (index, top) => {
      const to = topFor(index, 1, top, sizes);
      expect(to).toBeLessThanOrEqual(index * 28);
      expect((index + 1) * 28).toBeLessThanOrEqual(to + 292 - 28);
      const [from, end] = windowAt(to, 100_000, sizes);
      expect(from).toBeLessThanOrEqual(index);
      expect(end).toBeGreaterThan(index);
      expect(topFor(index, 1, to, sizes)).toBe(to);
      // More rows than fit: the first one comes to the top.
      expect(topFor(index, 50, top, sizes)).toBe(index * 28);
    })
  );
});

test('adds and removes rows while scrolling; the height of the table stays', () => {
  const made: number[] = [];
  const { box, table, rows } = tableOf(i => {
    made.push(i);
    return makeNew(i);
  });
  rows.draw();
  const texts = (): number[] => numbersOf(table);
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

test('renders every row of the viewport in the task of the jump, numbers included', () => {
  const { table, rows } = tableOf(makeNew);
  rows.draw();
  rows.draw(70_000, 5);
  const top = topFor(70_000, 5, 0, sizes);
  const texts = numbersOf(table);
  for (let i = Math.floor(top / 28); i * 28 < top + 292 - 28; i++) {
    expect(texts).toContain(i);
  }
});

test('recycles all rows in place after a jump', () => {
  let made = 0;
  const { table, rows } = tableOf((i, old) => {
    made += old ? 0 : 1;
    const row = old ?? document.createElement('tr');
    row.textContent = String(i);
    return row;
  });
  rows.draw(30_000);
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

test('keeps the focus in the table when the focused row is scrolled away', () => {
  const { box, table, rows } = tableOf(makeNew);
  document.body.append(box);
  rows.draw();
  table.rows[2].focus();
  expect(rows.indexOf(document.activeElement)).toBe(2);
  box.scrollTop = 28 * 500;
  box.dispatchEvent(new Event('scroll'));
  const focused = rows.indexOf(document.activeElement);
  expect(focused).toBeGreaterThanOrEqual(500);
  expect(focused).toBeLessThan(510);
  box.remove();
});

test('scrolls a box on the page at once, and a detached box in the next frame', async () => {
  const { box, table, rows } = tableOf(makeNew);
  let top = 0;
  let shown = false;
  Object.defineProperty(box, 'scrollTop', {
    get: () => top,
    set: (to: number) => (top = shown ? to : 0)
  });
  const texts = (): number[] => numbersOf(table);
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
  // The scroll event of our own scrolling keeps the rows.
  box.dispatchEvent(new Event('scroll'));
  expect(texts()).toContain(10);
  // Scrolling by the reader renders other rows.
  box.scrollTop = 28 * 500;
  box.dispatchEvent(new Event('scroll'));
  expect(texts()).toContain(500);
});
