import * as fc from 'fast-check';
import {
  DataLoader,
  Tensor,
  TensorDataset,
  fromCSV,
  fromJSON,
  manualSeed,
  oneHot,
  randomSplit,
  standardize,
  stratifiedSplit
} from '../../../src/engine';

const csv = `length,depth,species
39.1,18.7,Adelie
46.5, 17.9 ,Chinstrap
5e1,16.3,Gentoo`;

test('fromCSV reads features and classes', () => {
  const data = fromCSV(csv);
  expect(data.input.toArray()).toEqual([
    [39.1, 18.7],
    [46.5, 17.9],
    [50, 16.3]
  ]);
  // More than two classes: one class per sample. Two classes: a column of 0 and 1.
  expect(data.target.toArray()).toEqual([0, 1, 2]);
  expect(data).toMatchObject({
    featureNames: ['length', 'depth'],
    classNames: ['Adelie', 'Chinstrap', 'Gentoo']
  });
  const two = fromCSV(csv.replace('Chinstrap', 'Gentoo'), { classNames: ['Gentoo', 'Adelie'] });
  expect(two.target.toArray()).toEqual([[1], [0], [0]]);
  const numbers = fromCSV('y;x\n1;2\n3;4\n', { target: 'y', delimiter: ';' });
  expect([numbers.input.toArray(), numbers.target.toArray()]).toEqual([
    [[2], [4]],
    [[1], [3]]
  ]);
});

test('fromCSV reads any quoted text', () => {
  const label = fc.string({ minLength: 1 }).filter(text => text.trim() === text && /^[^\d.+-]{2}/.test(text));
  const missing = ['', 'na', 'nan', 'n/a', 'null', '?'];
  fc.assert(
    fc.property(
      fc
        .uniqueArray(label, { minLength: 3, maxLength: 6 })
        .filter(all => all.every(x => !missing.includes(x.toLowerCase()))),
      fc.constantFrom('\n', '\r\n'),
      (labels, end) => {
        const rows = labels.map((text, i) => `${i},"${text.replaceAll('"', '""')}"`);
        const data = fromCSV(['x,"the, label"', ...rows].join(end));
        expect(Array.from(data.target.data, c => data.classNames![c])).toEqual(labels);
      }
    )
  );
});

test.each([
  [
    csv.replace('18.7', 'x'),
    {},
    `fromCSV: row 1 (line 2), column 'depth' is the text "x": expected a number.`
  ],
  [csv.replace('18.7', ''), {}, `fromCSV: row 1 (line 2), column 'depth' is empty: expected a number.`],
  [
    csv.replace('18.7', 'NA'),
    {},
    `fromCSV: row 1 (line 2), column 'depth' is missing (NA): expected a number.`
  ],
  [csv.replace('18.7,', ''), {}, `fromCSV: row 1 (line 2) has 2 values, expected 3, one a column.`],
  [csv, { target: 'class' }, `fromCSV: there is no column 'class', only length, depth, species.`],
  [
    csv,
    { classNames: ['Adelie', 'Gentoo'] },
    `fromCSV: row 2 (line 3), column 'species' is the text "Chinstrap": expected one of Adelie, Gentoo.`
  ],
  [
    csv,
    { input: ['species'], target: 'depth' },
    `fromCSV: row 1 (line 2), column 'species' is the text "Adelie": expected a number.`
  ],
  ['a,b\n\n1,"2\n', {}, 'fromCSV: a quote that opens in line 3 is never closed.'],
  ['a,a\n1,2', {}, "fromCSV: two columns are called 'a': rename one of them."],
  ['', {}, 'fromCSV: the text is empty: expected a line of names'],
  ['a,b\n', {}, 'fromCSV: there is no row of data: expected a line for each sample']
])('fromCSV gives the row and column of an error: %j', (text, options, message) => {
  expect(() => fromCSV(text, options)).toThrow(message);
});

test('fromCSV drops rows with missing values on request', () => {
  expect(fromCSV(csv.replace('18.7', 'NA'), { missing: 'drop' }).length).toBe(2);
});

test('fromJSON reads features and targets from a list of objects', () => {
  const list = [
    { x: 1, big: true, y: 0.5 },
    { x: 2, big: false, y: 1.5 }
  ];
  for (const given of [list, JSON.stringify(list)]) {
    const data = fromJSON(given);
    expect([data.input.toArray(), data.target.toArray()]).toEqual([
      [
        [1, 1],
        [2, 0]
      ],
      [[0.5], [1.5]]
    ]);
  }
  expect(() =>
    fromJSON([
      { x: 1, y: 1 },
      { x: null, y: 1 }
    ])
  ).toThrow("fromJSON: row 2, column 'x' is missing (null): expected a number.");
  expect(() => fromJSON([{ x: 1, y: 1 }, 3])).toThrow('fromJSON: row 2 is 3, expected an object.');
  expect(() => fromJSON('{')).toThrow('fromJSON: the text is no JSON: ');
});

test('splits assign every sample to one part; stratified splits keep class proportions', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(3), { minLength: 1, maxLength: 60 }),
      fc.nat(),
      fc.boolean(),
      (labels, seed, stratified) => {
        manualSeed(seed);
        const data = new TensorDataset(
          labels.map((_label, i) => [i]),
          labels
        );
        const shares = [0.6, 0.3, 0.1];
        const parts = (stratified ? stratifiedSplit : randomSplit)(data, shares);
        const all = parts.flatMap(({ input }) => Array.from(input.data));
        expect(all.sort((a, b) => a - b)).toEqual(labels.map((_label, i) => i));
        for (const part of parts) {
          Array.from(part.input.data).forEach((i, at) => expect(part.target.data[at]).toBe(labels[i]));
        }
        if (stratified) {
          for (const label of new Set(labels)) {
            const count = (of: ArrayLike<number>): number => Array.from(of).filter(x => x === label).length;
            parts.forEach((part, i) =>
              expect(Math.abs(count(part.target.data) - shares[i] * count(labels))).toBeLessThanOrEqual(1)
            );
          }
        }
      }
    )
  );
  expect(() => randomSplit(new TensorDataset([[1], [2]], [1, 2]), [1, 2])).toThrow(
    'randomSplit: the lengths 1 + 2 sum to 3, expected 2, the number of samples, or shares with sum 1, such as [0.8, 0.2].'
  );
});

test('standardize scales to mean 0 and standard deviation 1, and other parts by the same numbers', () => {
  const { mean, std, transform } = standardize([
    [1, 5],
    [3, 5]
  ]);
  expect([mean.toArray(), std.toArray()]).toEqual([
    [2, 5],
    [1, 1]
  ]);
  expect(
    transform([
      [1, 5],
      [3, 7]
    ]).toArray()
  ).toEqual([
    [-1, 0],
    [1, 2]
  ]);
  const data = transform(new TensorDataset([[2, 5]], [[1]], { featureNames: ['a', 'b'] }));
  expect(data.input.toArray()).toEqual([[0, 0]]);
  expect(data.featureNames).toEqual(['a', 'b']);
  expect(() => transform([[1, 2, 3]])).toThrow(
    'transform expects 2 features, as in the training data, got 1 × 3.'
  );
});

test('oneHot encodes classes as rows', () => {
  expect(oneHot([2, 0]).toArray()).toEqual([
    [0, 0, 1],
    [1, 0, 0]
  ]);
  expect(oneHot([[1], [0]], 2).toArray()).toEqual([
    [0, 1],
    [1, 0]
  ]);
  expect(() => oneHot([0, 3], 3)).toThrow('oneHot: classes[1] is 3, expected a whole number from 0 to 2.');
});

test('DataLoader accepts a dataset, drops a partial batch, and can reuse batches', () => {
  const data = new TensorDataset([[1], [2], [3], [4], [5]], [1, 2, 3, 4, 5]);
  const loader = new DataLoader(data, { batchSize: 2, dropLast: true });
  expect(loader.length).toBe(2);
  expect([...loader].map(({ target }) => Array.from(target.data))).toEqual([
    [1, 2],
    [3, 4]
  ]);
  const seen: Tensor[] = [];
  const values: number[][] = [];
  for (const { input } of new DataLoader(data, { batchSize: 2 }).batches(true)) {
    seen.push(input);
    values.push(Array.from(input.data));
  }
  expect(values).toEqual([[1, 2], [3, 4], [5]]);
  expect(seen[0]).toBe(seen[1]);
});

test('reads a CSV file in time proportional to its columns', () => {
  const time = (columns: number): number => {
    const row = (cell: (k: number) => string): string =>
      Array.from({ length: columns }, (_, k) => cell(k)).join(',');
    const text = `${row(k => `c${k}`)}\n${row(String)}\n`;
    const start = performance.now();
    expect(fromCSV(text).input.shape).toEqual([1, columns - 1]);
    return performance.now() - start;
  };
  time(1000);
  // Quadratic, 30 times the columns would take 900 times as long.
  expect(time(60_000)).toBeLessThan(300 * Math.max(1, time(2000)));
});
