/** Cells, right and wrong, in the order in which one kernel runs them, and what each gives. */

export interface Expected {
  /** What the cell prints, exactly or in part. */
  prints?: string | RegExp;
  /** The name and the sentence of its error. */
  fails?: [ename: string, evalue: RegExp];
  /** What the traceback holds. */
  shows?: RegExp;
  /** A type of its last output. */
  draws?: string;
  /** The number of its outputs that are drawn. */
  outputs?: number;
}

export type Case = [code: string, expected: Expected];

const MIME = 'application/vnd.stepgrad.v1+json';

/** Names, their bindings and their scopes across cells. */
export const bindings: Case[] = [
  ['const lr = 0.1; let n = 1; const inc = () => ++n;', { prints: '' }],
  ['const options = { lr, n }; options', { prints: '{ lr: 0.1, n: 1 }\n' }],
  ['inc(); n', { prints: '2\n' }],
  ['n = 10; inc()', { prints: '11\n' }],
  [
    'const nested = () => { const inner = () => ({ lr, n }); return inner(); }; nested()',
    { prints: '{ lr: 0.1, n: 11 }\n' }
  ],
  ['const lr = 5; lr', { prints: '5\n' }],
  // As in Python, a name means its latest declaration.
  ['nested().lr', { prints: '5\n' }],
  ['const { a, b: { c = 3 } = {} as { c?: number }, ...rest } = { a: 1, d: 4 } as any', { prints: '' }],
  ['[a, c, rest]', { prints: '[ 1, 3, { d: 4 } ]\n' }],
  ['let p = 1, q = 2; [p, q] = [q, p]; ({ p, q })', { prints: '{ p: 2, q: 1 }\n' }],
  ['[p, q] = [q, p]; ({ p, q })', { prints: '{ p: 1, q: 2 }\n' }],
  ['({ p, q } = { p: 7, q: 8 }); p++; `${p} ${q} ${typeof p}`', { prints: '8 8 number\n' }],
  [
    'export const shared = 1; export function f({ x = 5 } = {} as any) { return { x, shared }; }',
    { prints: '' }
  ],
  ['f()', { prints: '{ x: 5, shared: 1 }\n' }],
  [
    'enum Color { Red, Green } interface Point { x: number } type Either = Point | string; class A { static n = 3; #x = 1; get x() { return this.#x; } } namespace N { export const v = 9; }',
    { prints: '' }
  ],
  [
    'const point: Point = { x: Color.Green }; const e: Either = point; [Color[0], new A().x, A.n, N.v, e]',
    { prints: "[ 'Red', 1, 3, 9, { x: 1 } ]\n" }
  ],
  ['const o = { k: 1, l: 2 } as any; delete o.k; o', { prints: '{ l: 2 }\n' }],
  ['delete o.l; o', { prints: '{}\n' }],
  ['let total; total', { prints: '' }],
  ['total = 4; let late: number;', { prints: '' }],
  ['late = total; late', { prints: '4\n' }],
  ['let late: number; late', { prints: '' }],
  ['function* numbers() { yield 1; yield 2; }', { prints: '' }],
  ['[...numbers()]', { prints: '[ 1, 2 ]\n' }],
  ["import fs, { readFileSync as read } from 'fs'; import * as path from 'path';", { prints: '' }],
  [
    "[typeof fs.readFileSync, typeof read, path.basename('/a/b')]",
    { prints: "[ 'function', 'function', 'b' ]\n" }
  ],
  [
    'const vals = [await Promise.resolve(1), ...(await Promise.resolve([2, 3]))]; vals.length + (await Promise.resolve(2)) * 2',
    { prints: '7\n' }
  ],
  [
    'for await (const v of (async function* () { yield 1; yield 2; })()) console.log(v); const after = vals;',
    { prints: '1\n2\n' }
  ],
  ['after === vals', { prints: 'true\n' }],
  ['// nothing at all', { prints: '' }]
];

/** Errors of types, with what to write instead. */
export const refused: Case[] = [
  [
    "const x: number = 'a'",
    {
      fails: ['TypeScriptError', /^1:7 - Type 'string' is not assignable to type 'number'\.$/],
      shows: /→ 1 │ const x: number = 'a'\n +│ +\^\n\nCell \[\d+\] was not run\.$/
    }
  ],
  [
    'console.log(1);\nlr = 6;',
    { fails: ['TypeScriptError', /^2:1 - Cannot assign to 'lr' because it is a constant\.$/] }
  ],
  ['new Linear(2, 1)', { fails: ['TypeScriptError', /Import it: import \{ Linear \} from 'stepgrad';$/] }],
  [
    'new Lineer(2, 1)',
    { fails: ['TypeScriptError', /Did you mean Linear\? import \{ Linear \} from 'stepgrad';$/] }
  ],
  ['print(lr)', { fails: ['TypeScriptError', /That is Python\. In TypeScript: console\.log/] }],
  ['True', { fails: ['TypeScriptError', /In TypeScript: true$/] }],
  ['def f(x):\n  return x', { fails: ['SyntaxError', /In TypeScript: function name\(x\)/] }],
  ['from stepgrad import Linear', { fails: ['SyntaxError', /In TypeScript: import \{ Linear \}/] }],
  [
    "import { Linear } from 'torch';",
    { fails: ['TypeScriptError', /Cannot find module.*come from 'stepgrad'/] }
  ],
  [
    "import { Linear, SGD, Sequential, MSELoss, fit, gradcheck, manualSeed, record, tensor } from 'stepgrad'; manualSeed(0); const model = new Sequential(new Linear(2, 1)); const loss = new MSELoss();",
    { prints: '' }
  ],
  [
    'const sgd = new SGD(model.parameters(), { learning_rate: 0.1 })',
    { fails: ['TypeScriptError', /Did you mean lr\?$/] }
  ],
  [
    "const sgd = new SGD(model.parameters(), { lr: '0.1' })",
    { fails: ['TypeScriptError', /Write the number without quotes: 0\.1\.$/] }
  ],
  [
    'new SGD(model, { lr: 0.1 })',
    { fails: ['TypeScriptError', /^1:9 - Argument of type 'Sequential' .* Write model\.parameters\(\)\.$/] }
  ],
  ['modle', { fails: ['TypeScriptError', /^1:1 - Cannot find name 'modle'\. Did you mean model\?$/] }],
  [
    'fit(model, { train: { inputs: [[1, 2]], target: [[1]] }, loss, optimizer: null, epochs: 1 })',
    { fails: ['TypeScriptError', /Did you mean input\?$/] }
  ],
  ['model([[1, 2]])', { fails: ['TypeScriptError', /not callable[^]*write \.forward\(…\)\.$/] }],
  [
    'loss.forward(model.forward([[1, 2]]), [[1]]).backward()',
    { fails: ['TypeScriptError', /model\.backward\(loss\.backward\(\)\)\.$/] }
  ],
  ['Linear(2, 1)', { fails: ['TypeScriptError', /Did you mean to include 'new'\?/] }],
  [
    'model.backward()',
    {
      fails: [
        'TypeScriptError',
        /Expected 1 arguments, but got 0\. It takes the loss's gradient: model\.backward\(loss\.backward\(\)\)\.$/
      ]
    }
  ],
  [
    'new SGD(model.parameters(), 0.5)',
    { fails: ['TypeScriptError', /in braces, with their names: \{ lr: 0\.5 \}\.$/] }
  ],
  ['gradcheck(model)', { fails: ['TypeScriptError', /but got 1\. It is gradcheck\(.*\)/] }],
  ['tensor([1]) + tensor([2])', { fails: ['TypeScriptError', /a\.add\(b\)/] }],
  [
    'const history: { epochs: unknown } = fit(model, {} as any)',
    { fails: ['TypeScriptError', /write await before it\.$/] }
  ]
];

/** Exceptions and rejected promises, with the reader's own lines. */
export const thrown: Case[] = [
  [
    "throw new RangeError('no')",
    {
      fails: ['RangeError', /^no$/],
      shows:
        /^RangeError: no\n\nCell \[\d+\], line 1, column 7:\n→ 1 │ throw new RangeError\('no'\)\n +│ +\^{3}$/
    }
  ],
  ['const outer = (x: any) => inner(x);\nfunction inner(x: any) {\n  return x.foo;\n}', { prints: '' }],
  [
    'const before = 1;\nouter(undefined);\nconst unreached = 2;',
    {
      fails: ['TypeError', /reading 'foo'/],
      shows:
        /Cell \[\d+\], line 3, column 12:[^]*→ 3 │ {3}return x\.foo;[^]*called in cell \[\d+\], line 1:[^]*called in cell \[\d+\], line 2:\n.*\n→ 2 │ outer\(undefined\);/
    }
  ],
  ['before', { prints: '1\n' }],
  ['unreached', { fails: ['TypeScriptError', /Cannot find name 'unreached'/] }],
  [
    'model.forward([[1, 2, 3]])',
    {
      fails: ['RangeError', /^Linear '0' expects 2 features, got 3/],
      shows: /Cell \[\d+\], line 1, column 7:/
    }
  ],
  [
    'record(model, { input: [[1, 2]], target: [[1, 2]], loss })',
    {
      fails: ['RangeError', /^MSELoss expects a target/],
      shows: /line 1, column 1:\n→ 1 │ record\(.*\n +│ \^{6}$/
    }
  ],
  ["await Promise.reject(new Error('later'))", { fails: ['Error', /^later$/], shows: /line 1, column 22/ }],
  [
    'const train = { input: [[1, 2]], target: [[1, 2]] };\nconst history = await fit(model, { train, loss, optimizer: new SGD(model.parameters(), { lr: 0.1 }), epochs: 2 });',
    { fails: ['RangeError', /^MSELoss expects a target/], shows: /line 2, column 17:/ }
  ],
  ["Promise.reject(new TypeError('loose'))", { fails: ['TypeError', /^loose$/] }],
  ["throw 'a text'", { fails: ['Error', /^a text$/] }],
  [
    "throw new Error('outer', { cause: new TypeError('inner') })",
    { fails: ['Error', /^outer$/], shows: /Caused by: TypeError: inner$/ }
  ],
  [
    "let caught = ''; try { await Promise.reject(new Error('x')); } catch (e) { caught = (e as Error).message; } finally { caught += '!'; }\ncaught",
    { prints: 'x!\n' }
  ],
  ["require('fs').readFileSync('/no/such/file')", { fails: ['Error', /^ENOENT/], draws: 'text/html' }]
];

/** What cells print and draw. */
export const outputs: Case[] = [
  [
    'console.log(tensor([[1, 2], [3, 4]]), model)',
    {
      prints:
        /^tensor\(\[\[1\., 2\.\],\n.*Sequential\(\n {2}\(0\): Linear\(in_features=2, out_features=1, bias=True\)\n\)\n$/s
    }
  ],
  ['tensor([1, 2])', { prints: 'tensor([1., 2.])\n' }],
  ['model', { draws: MIME }],
  ['const trace = record(model, { input: [[1, 2]], target: [[1]], loss });\ntrace', { draws: MIME }],
  ['await gradcheck(model, { input: [[1, 2]], target: [[1]], loss })', { draws: MIME }],
  [
    'const run = await fit(model, { train: { input: [[1, 2]], target: [[1]] }, loss, optimizer: new SGD(model.parameters(), { lr: 0.1 }), epochs: 3, lines: 0 });',
    { prints: '' }
  ],
  ['run', { draws: MIME }],
  // A run that the cell has drawn itself is told in a line.
  [
    'await fit(model, { train: { input: [[1, 2]], target: [[1]] }, loss, optimizer: new SGD(model.parameters(), { lr: 0.1 }), epochs: 3 })',
    { prints: 'training, 3 epochs\n', draws: MIME, outputs: 1 }
  ],
  [
    "for (let i = 0; i <= 100; i++) process.stdout.write(`\\rdone ${i} %`); console.log('');",
    { prints: /done 100 %\n$/ }
  ],
  ['console.table([{ a: 1, b: 2 }])', { prints: /│ 0 +│ 1 │ 2 │/ }],
  ["import { display } from 'tslab'; display.html('<b>x</b>')", { draws: 'text/html' }]
];
