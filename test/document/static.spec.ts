/**
 * @jest-environment jsdom
 */
import { TextDecoder, TextEncoder } from 'node:util';
import * as fc from 'fast-check';
import katex from 'katex';
import {
  Adam,
  BCELoss,
  CrossEntropyLoss,
  Embedding,
  Linear,
  MSELoss,
  Neuron,
  ReLU,
  SGD,
  Sequential,
  Sigmoid,
  gradcheck,
  manualSeed,
  record
} from '../../src/kernel';
import { DIGITS, columnFormat } from '../../src/derivation';
import { languageOf, staticVersion } from '../../src/kernel/staticVersion';
import { lossAfter } from '../../src/trace/lossAfter';
import { Payload, Trace, TraceReader, encodeReport, parseAddress, snapshotModel } from '../../src/trace';
import { makeTrace, recipes } from '../derivation/networks';

Object.assign(globalThis, { TextEncoder, TextDecoder });

const languages = ['en', 'zh-CN'] as const;
const json = <T>(x: T): T => JSON.parse(JSON.stringify(x)) as T;
const text = (payload: Payload, form: string, language: (typeof languages)[number] = 'en'): string =>
  staticVersion(payload, language, DIGITS)[form] as string;

function penguins(iterations = 1, names = ['bill length', 'bill depth']): Trace {
  manualSeed(0);
  const model = new Sequential({
    linear1: new Linear(2, 4),
    sigmoid1: new Sigmoid(),
    linear2: new Linear(4, 1),
    sigmoid2: new Sigmoid()
  });
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  return json(
    record(model, {
      input: [[0.92, -1.31]],
      target: [[1]],
      loss: new BCELoss(),
      optimizer,
      iterations,
      featureNames: names,
      classNames: ['Adelie', names[0]]
    })
  );
}

/** The SVG in the `<img>` of the HTML. */
function imageOf(html: string): string {
  const [, base64] = /src="data:image\/svg\+xml;base64,([^"]+)"/.exec(html)!;
  return Buffer.from(base64, 'base64').toString('utf8');
}

const page = (html: string): globalThis.Document => new DOMParser().parseFromString(html, 'text/html');
function svgOf(markup: string): globalThis.Document {
  const parsed = new DOMParser().parseFromString(markup, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();
  return parsed;
}

const pictureOf = (payload: Payload, language: (typeof languages)[number] = 'en'): globalThis.Document =>
  svgOf(imageOf(text(payload, 'text/html', language)));

/** Parses the displays of a text/latex and returns their number; throws for invalid TeX. */
function parseTeX(latex: string): number {
  const parts = latex.split('$$');
  const displays = parts.filter((_, i) => i % 2 === 1);
  expect(
    parts
      .filter((_, i) => i % 2 === 0)
      .join('')
      .trim()
  ).toBe('');
  displays.forEach(tex =>
    katex.renderToString(tex, {
      displayMode: true,
      throwOnError: true,
      strict: code => (code === 'unicodeTextInMathMode' ? 'error' : 'ignore')
    })
  );
  return displays.length;
}

test('writes a trace in every format and both languages, the same each time', () => {
  for (const language of languages) {
    const bundle = staticVersion(penguins(), language, DIGITS);
    expect(Object.keys(bundle)).toEqual(['text/html', 'text/latex', 'text/plain']);
    expect(staticVersion(penguins(), language, DIGITS)).toEqual(bundle);
    expect(JSON.stringify(bundle).length).toBeLessThan(60_000);
  }
  expect(text(penguins(), 'text/plain')).toMatchInlineSnapshot(`
   "2–4–1 · BCELoss · SGD η = 0.1 · L = 0.8152 → 0.7625
   Forward: x₁ = 0.92, x₂ = −1.31 → h₁ = 0.3625, h₂ = 0.5826, h₃ = 0.3290, h₄ = 0.2919 → ŷ = 0.4426
   Loss: L = 0.8152
   Backward: δ⁽²⁾ = −0.5574 → δ₁⁽¹⁾ = 0.06154, δ₂⁽¹⁾ = 0.04489, δ₃⁽¹⁾ = 0.02536, δ₄⁽¹⁾ = −0.002134
   (JupyterLab with the stepgrad extension draws this output to step through and to change.)"
  `);
  expect(text(penguins(), 'text/html', 'zh-CN')).toContain('linear1 这一层算出什么？');
  expect(text(penguins(), 'text/html')).not.toMatch(/[\u4e00-\u9fff]/);
});

test('names the own options of parameter groups, of many groups the first', () => {
  manualSeed(0);
  const layers = Array.from({ length: 5 }, () => new Linear(2, 2));
  const model = new Sequential(...layers);
  const heading = (...own: object[]): string => {
    const groups = layers.map((layer, i) => ({ params: layer.parameters(), ...own[i] }));
    const data = { input: [[1, 2]], target: [[0, 1]], loss: new MSELoss() };
    const optimizer = new SGD(groups, { lr: 0.1, momentum: 0.9 });
    return text(json(record(model, { ...data, optimizer })), 'text/plain').split('\n')[0];
  };
  expect(heading()).toMatch(/MSELoss · SGD η = 0.1, momentum 0.9 · L = /);
  expect(heading({}, { lr: 0.01, momentum: 0 })).toMatch(
    /SGD η = 0.1, momentum 0.9 · 1: η = 0.01, momentum 0 · L = /
  );
  expect(heading(...[0, 1, 2, 3, 4].map(i => ({ lr: 1 / 2 ** i })))).toMatch(
    /SGD η = 1, momentum 0.9 · 1: η = 0.5 · 2: η = 0.25 · 3: η = 0.125 · … · L = /
  );
});

test('writes the numbers of the trace into tables, with address and full precision', () => {
  const trace = penguins();
  const reader = new TraceReader(trace);
  const cells = [...page(text(trace, 'text/html')).querySelectorAll<HTMLElement>('[data-ref]')];
  expect(cells.length).toBe(2 * 17);
  cells.forEach(({ dataset }) =>
    expect(Number(dataset.value)).toBe(reader.value(parseAddress(dataset.ref!)!))
  );
  const rows = [...page(text(trace, 'text/html')).querySelectorAll('div > table tbody tr')];
  const after = trace.iterations[0].update.flatMap(update => [...reader.tensor(update.after).data]);
  const shown = rows.map(row => row.lastElementChild as HTMLElement);
  expect(shown.map(({ dataset }) => Number(dataset.value))).toEqual(after);
  expect(shown.map(({ textContent }) => textContent)).toEqual(after.map(columnFormat(after, DIGITS)));
});

test('writes the numbers of the trace into the picture, which stands alone', () => {
  const trace = penguins();
  const reader = new TraceReader(trace);
  const svg = pictureOf(trace);
  const numbers = [...svg.querySelectorAll<SVGElement>('[data-ref]')];
  // 2 inputs, 5 units with value and δ, the loss.
  expect(numbers.length).toBe(2 + 5 * 2 + 1);
  numbers.forEach(({ dataset }) =>
    expect(Number(dataset.value)).toBe(reader.value(parseAddress(dataset.ref!)!))
  );
  // A weight's edge is blue or orange by its sign.
  const weights = trace.iterations[0].params
    .filter(({ name }) => name.endsWith('weight'))
    .flatMap(({ value }) => [...reader.tensor(value).data]);
  const edges = [...svg.querySelectorAll('g[fill=none] path[stroke-width]')].slice(0, weights.length);
  expect(edges.map(edge => edge.getAttribute('stroke'))).toEqual(
    weights.map(w => (w < 0 ? '#d9822b' : '#2f74d0'))
  );
});

test('computes the loss after the update as that of the next iteration', () => {
  expect(lossAfter(penguins(1))).toBe(penguins(2).iterations[1].loss);
  const { optimizer: _, ...rest } = penguins();
  expect(
    lossAfter({ ...rest, optimizer: null, iterations: [{ ...rest.iterations[0], update: [] }] })
  ).toBeNull();
});

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; </text></svg><svg onload=alert(1)>",
  ']]>&lt;!--',
  '$\\href{javascript:alert(1)}{x}$ \\[ \\( \\end{array} % _ ^ ~ # {',
  '\u0000\u001b[31m\ud800 \u202e',
  'x'.repeat(5000)
];

test.each(hostile)('writes any name as text in every format: %#', name => {
  const trace = penguins(1, [name, 'other']);
  const layer = JSON.stringify(trace).replaceAll('"sigmoid1"', () => JSON.stringify(name));
  for (const payload of [trace, JSON.parse(layer) as Trace]) {
    const html = page(text(payload, 'text/html'));
    const tags = new Set([...html.body.querySelectorAll('*')].map(({ localName }) => localName));
    const plain = [
      'div',
      'p',
      'strong',
      'img',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'code',
      'small',
      'span'
    ];
    expect([...tags].filter(tag => ![...plain, 'details', 'summary'].includes(tag))).toEqual([]);
    html.body.querySelectorAll('*').forEach(({ attributes }) => {
      const allowed = ['class', 'src', 'alt', 'style', 'align', 'colspan', 'open', 'data-ref', 'data-value'];
      expect([...attributes].map(each => each.name).filter(each => !allowed.includes(each))).toEqual([]);
    });
    // No text node with two $, between which MathJax would look for a formula.
    const walker = html.createTreeWalker(html.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      expect(walker.currentNode.textContent).not.toMatch(/\$.|.\$|\\[([a-z]/);
    }
    const svg = pictureOf(payload);
    const drawn = new Set([...svg.querySelectorAll('*')].map(({ localName }) => localName));
    expect([...drawn].sort()).toEqual([
      'circle',
      'desc',
      'g',
      'path',
      'rect',
      'svg',
      'text',
      'title',
      'tspan'
    ]);
    parseTeX(text(payload, 'text/latex'));
    expect(JSON.stringify(staticVersion(payload, 'en', DIGITS)).length).toBeLessThan(200_000);
  }
});

test('draws any network, with formulas that TeX reads and a bounded size', () => {
  fc.assert(
    fc.property(recipes, fc.constantFrom(...languages), (recipe, language) => {
      const trace = makeTrace(recipe);
      const bundle = staticVersion(trace, language, DIGITS) as Record<string, string>;
      pictureOf(trace, language);
      expect(parseTeX(bundle['text/latex'])).toBeGreaterThan(5);
      expect(page(bundle['text/html']).querySelectorAll('table').length).toBe(2);
      expect(JSON.stringify(bundle).length).toBeLessThan(200_000);
      expect(bundle['text/plain'].split('\n').length).toBeLessThan(9);
    }),
    { numRuns: 12 }
  );
});

test('says how much of a large network is left out', () => {
  const model = new Sequential(new Linear(60, 30), new ReLU(), new Linear(30, 10));
  const trace = json(
    record(model, {
      input: Array.from({ length: 8 }, (_, s) => Array.from({ length: 60 }, (_, k) => Math.sin(s + k))),
      target: [0, 1, 2, 3, 4, 5, 6, 7],
      loss: new CrossEntropyLoss(),
      optimizer: new Adam(model.parameters(), { lr: 0.01 })
    })
  );
  const html = page(text(trace, 'text/html'));
  const rows = [...html.querySelectorAll('div > table tbody tr')];
  expect(rows.length).toBe(41);
  expect(rows[40].textContent).toBe(`… ${60 * 30 + 30 + 30 * 10 + 10 - 40} more`);
  expect(pictureOf(trace).documentElement.textContent).toContain('… 53 more');
  expect(JSON.stringify(staticVersion(trace, 'en', DIGITS)).length).toBeLessThan(150_000);
});

test('writes a model, a neuron, a check and a history', () => {
  const model = snapshotModel(new Sequential(new Linear(3, 2), new ReLU()));
  expect(page(text(model, 'text/html')).querySelectorAll('[data-ref]').length).toBe(8);
  expect(pictureOf(model).querySelectorAll('circle').length).toBe(5);
  const neuron = new Neuron([0.5, 0.75], 0.25, 'sigmoid');
  expect(text(snapshotModel(neuron), 'text/plain')).toMatch(/weight\[0,1\] +0\.75/);

  const found = gradcheck(neuron, { input: [[1.5, -2]], target: [[1]], loss: new BCELoss() });
  const check = json(encodeReport(found)) as Payload;
  expect(text(check, 'text/html', 'zh-CN')).toContain('全部 5 个梯度都与中心差分一致');
  expect(page(text(check, 'text/html')).querySelectorAll('tbody tr').length).toBe(5);
  expect(text(check, 'text/html')).not.toContain('<img');

  // LaTeX does not wrap displays, so a long sentence is wrapped here; 10⁻¹² is one power.
  const said = 'linear.weight.grad[0,1]: backward gives 1×10⁻¹², the difference quotient 0.2085. '.repeat(2);
  const notes = [said, '反向传播给出的值与差商不一致，'.repeat(6)].map(message => ({ message }));
  const latex = text({ ...check, notes } as Payload, 'text/latex');
  expect(parseTeX(latex)).toBeGreaterThan(2);
  expect(latex).toContain('1$\\times$10$^{-12}$');
  const rows = latex.match(/\\text\{.*?\}(?= \\\\$|$)/gm)!;
  expect(rows.length).toBeGreaterThan(5);
  rows.forEach(row => expect(row.length).toBeLessThan(120));

  const epochs = Array.from({ length: 500 }, (_, i) => ({
    epoch: i + 1,
    loss: i === 7 ? ('NaN' as const) : 1 / (i + 1),
    valLoss: 2 / (i + 1),
    lr: 0.1
  }));
  const history: Payload = {
    kind: 'history',
    version: 1,
    epochs,
    best: { epoch: 500, monitor: 'valLoss', value: 0.004 }
  };
  const curves = pictureOf(history).querySelectorAll('polyline');
  expect(curves.length).toBe(2);
  expect(text(history, 'text/plain')).toContain('valLoss was best at epoch 500: 0.004');
  expect(JSON.stringify(staticVersion(history, 'en', DIGITS)).length).toBeLessThan(60_000);
  staticVersion({ ...history, epochs: [], best: null }, 'zh-CN', DIGITS);
  staticVersion({ ...history, epochs: epochs.slice(7, 8) }, 'zh-CN', DIGITS);
  for (const payload of [model, check, history]) {
    expect(parseTeX(text(payload, 'text/latex'))).toBeGreaterThan(1);
  }
});

test('takes the language asked for, else the environment’s, else English', () => {
  expect(languageOf('zh-CN', { STEPGRAD_LANGUAGE: 'en' })).toBe('zh-CN');
  expect(languageOf(undefined, { STEPGRAD_LANGUAGE: 'en', LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(languageOf(undefined, { LC_ALL: 'zh_CN.UTF-8', LANG: 'en_GB' })).toBe('zh-CN');
  expect(languageOf(undefined, { LANG: 'de_DE.UTF-8' })).toBe('en');
  expect(languageOf(undefined, {})).toBe('en');
  expect(() => languageOf('fr', {})).toThrow('not "fr"');
});

test('draws no random numbers when a trace is shown', () => {
  manualSeed(0);
  const model = new Sequential(new Embedding(5, 3), new Linear(3, 2));
  const trace = json(record(model, { input: [[1], [4]], target: [[[1, 2]], [[3, 4]]], loss: new MSELoss() }));
  manualSeed(7);
  const next = new Linear(1, 1).weight.toArray();
  manualSeed(7);
  staticVersion(trace, 'en', DIGITS);
  expect(new Linear(1, 1).weight.toArray()).toEqual(next);
});
