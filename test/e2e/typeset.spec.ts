/** Formulas on the page have fewer spans than KaTeX's, with every letter and line in the same place. */
import type { Page } from '@playwright/test';
import { transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  AdamW,
  BCELoss,
  CrossEntropyLoss,
  GELU,
  LayerNorm,
  Linear,
  Loss,
  MSELoss,
  Module,
  Optimizer,
  Parameter,
  RMSprop,
  SGD,
  Sequential,
  SiLU,
  Sigmoid,
  Softmax,
  Tanh,
  TensorLike,
  manualSeed,
  record
} from 'stepgrad';
import { expect, test } from './keptLab';
import { saved, write } from './notebooks';
import { Stepper } from './stepper';
import type { Trace } from './trace';

declare const katex: { render(tex: string, box: HTMLElement, options: object): void };
declare const fewerSpans: (root: Element) => void;

/** The published KaTeX, not the extension's bundle. */
const published = readFileSync(createRequire(__filename).resolve('katex/dist/katex.js'), 'utf8');
const { code } = transformSync(
  readFileSync(join(__dirname, '..', '..', 'src', 'views', 'formula', 'fewerSpans.ts'), 'utf8'),
  { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }
);
const own = `(() => { const exports = {}; ${code}; window.fewerSpans = exports.fewerSpans; })()`;

const networks: Record<string, [() => Module[], Loss, (of: Parameter[]) => Optimizer, TensorLike]> = {
  'sigmoids, tiny numbers': [
    () => [new Linear(3, 2), new Sigmoid(), new Linear(2, 2), new Sigmoid()],
    new BCELoss(),
    of => new SGD(of, { lr: 1e-5, momentum: 0.9 }),
    [
      [1, 0],
      [0, 1]
    ]
  ],
  'a norm, classes': [
    () => [new Linear(3, 3), new LayerNorm(3), new GELU(), new Linear(3, 3)],
    new CrossEntropyLoss({ labelSmoothing: 0.1 }),
    of => new AdamW(of, { lr: 0.01 }),
    [1, 2]
  ],
  'softmax, rms': [
    () => [new Linear(3, 2), new Tanh(), new Linear(2, 2), new SiLU(), new Softmax()],
    new MSELoss(),
    of => new RMSprop(of, { lr: 0.01 }),
    [
      [1, 0],
      [0, 1]
    ]
  ]
};

function traceOf(name: string): Trace {
  const [layers, loss, optimizer, target] = networks[name];
  manualSeed(3);
  const model = new Sequential(...layers());
  const input = [
    [0.5, -1.2, 3e-6],
    [-2, 0, 1e5]
  ];
  return JSON.parse(
    JSON.stringify(record(model, { input, target, loss, optimizer: optimizer(model.parameters()) }))
  ) as Trace;
}

/** Steps tested of each trace. */
const LOOKS = 10;

interface Compared {
  formulas: number;
  letters: number;
  /** The largest distance from KaTeX's position in px, and its formula. */
  worst: number;
  tex: string;
  /** The number of spans, of KaTeX's spans, and of formulas on the page. */
  spans: number;
  of: number;
  seen: number;
}

const compare = (page: Page): Promise<Compared> =>
  page.evaluate(() => {
    interface Mark {
      what: string;
      at: number[];
    }
    const marks = (html: Element): Mark[] => {
      const from = html.getBoundingClientRect();
      const place = ({ left, top, width, height }: DOMRect): number[] => [
        left - from.left,
        top - from.top,
        width,
        height
      ];
      const found: Mark[] = [];
      const walker = document.createTreeWalker(html, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        Array.from((node as Text).data).forEach((letter, i) => {
          // KaTeX's tables contain an element without width.
          if (letter !== '\u200b') {
            const range = document.createRange();
            range.setStart(node, i);
            range.setEnd(node, i + letter.length);
            found.push({ what: letter, at: place(range.getBoundingClientRect()) });
          }
        });
      }
      const drawn = html.querySelectorAll('.frac-line, .overline-line, svg');
      drawn.forEach(line => found.push({ what: '—', at: place(line.getBoundingClientRect()) }));
      return [...found, { what: 'all', at: place(from) }];
    };
    const result = { formulas: 0, letters: 0, worst: 0, tex: '', spans: 0, of: 0, seen: 0 };
    for (const line of document.querySelectorAll('.sg-root .sg-line')) {
      const tex = line.querySelector('annotation')?.textContent;
      if (!tex || !line.getClientRects().length) {
        continue;
      }
      const [was, is] = [false, true].map(fewer => {
        const box = line.cloneNode(false) as HTMLElement;
        line.after(box);
        katex.render(tex, box, { displayMode: true, output: 'html', trust: true, strict: false });
        if (fewer) {
          fewerSpans(box);
        }
        result[fewer ? 'spans' : 'of'] += box.querySelectorAll('span').length;
        const found = marks(box.querySelector('.katex-html')!);
        box.remove();
        return found;
      });
      const same = is.map(({ what }) => what).join('') === was.map(({ what }) => what).join('');
      const far = same
        ? Math.max(...is.flatMap(({ at }, i) => at.map((x, k) => Math.abs(x - was[i].at[k]))))
        : Infinity;
      if (far > result.worst) {
        Object.assign(result, { worst: far, tex });
      }
      result.seen += line.querySelectorAll('.katex-html span').length;
      result.formulas++;
      result.letters += is.length;
    }
    return result;
  });

for (const name of Object.keys(networks)) {
  test(`formulas stand as KaTeX has them: ${name}`, async ({ lab, page }) => {
    test.setTimeout(120_000);
    await lab.open(write('typeset.ipynb', [saved(traceOf(name))]));
    await page.addScriptTag({ content: published });
    await page.addScriptTag({ content: own });
    const stepper = await new Stepper((await lab.views(0)).first(), traceOf(name)).ready();
    const sum = { formulas: 0, letters: 0, spans: 0, of: 0, seen: 0 };
    const steps = Number(await stepper.root.getAttribute('data-steps'));
    const stride = Math.ceil(steps / LOOKS);
    for (let step = 0; step < steps; step += stride) {
      await stepper.ready();
      const { worst, tex, ...counts } = await compare(page);
      expect(worst, `step ${step}: ${tex}`).toBeLessThan(0.5);
      (Object.keys(sum) as (keyof typeof sum)[]).forEach(key => (sum[key] += counts[key]));
      await stepper.press(...Array<string>(stride).fill('ArrowRight'));
    }
    expect(sum.formulas).toBeGreaterThan(LOOKS);
    expect(sum.letters).toBeGreaterThan(20 * sum.formulas);
    expect(sum.spans).toBeLessThan(0.4 * sum.of);
    expect(sum.seen).toBeLessThan(1.02 * sum.spans);
  });
}
