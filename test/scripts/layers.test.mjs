// The lint rule stepgrad/layers accepts and rejects the right imports.
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import layers from '../../scripts/lint/layers.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

const file = (name, code) => ({ filename: resolve('src', name), code });
const wrong = (name, code) => ({ ...file(name, code), errors: [{ messageId: 'wrong' }] });

new RuleTester({ languageOptions: { parser: tseslint.parser } }).run('layers', layers, {
  valid: [
    file('engine/deep/relu.ts', "import { Tensor } from '../tensor';"),
    file('trace/record.ts', "import { Module } from '../engine';"),
    file('views/graph.ts', "import { line } from 'd3'; import { Trace } from '../trace/trace';"),
    file('views/formula.ts', "const katex = import('katex');"),
    file('kernel/show.ts', "import type { Stats } from 'node:fs';"),
    file('kernel/show.ts', "import { derive } from '../derivation';"),
    file('kernel/show.ts', "import { toHtml } from '../document/html';"),
    file('views/export/save.ts', "import { toMarkdown } from '../../document/markdown';"),
    file('kernel/language.ts', "import chinese from '../lab/locale/zh_CN.json';"),
    file(
      'lab/renderer.ts',
      "import { Widget } from '@lumino/widgets'; import { Stepper } from '../views/stepper';"
    ),
    file(
      'index.ts',
      "import { plugins } from './lab'; import { JupyterFrontEnd } from '@jupyterlab/application';"
    ),
    { filename: resolve('test/engine/tensor.spec.ts'), code: "import { zeros } from '../../src/engine';" }
  ],
  invalid: [
    wrong('engine/tensor.ts', "import { record } from '../trace';"),
    wrong('engine/tensor.ts', "export * from '../trace/record';"),
    wrong('engine/tensor.ts', "import * as d3 from 'd3';"),
    wrong('kernel/show.ts', "import { readFileSync } from 'node:fs';"),
    wrong('kernel/show.ts', "import { h } from '../views/dom';"),
    wrong('document/html.ts', "import { h } from '../views/page/dom';"),
    wrong('kernel/show.ts', "import { translation } from '../lab/translation';"),
    wrong('views/graph.ts', "import chinese from '../lab/locale/zh_CN.json';"),
    wrong('views/graph.ts', "import { Notebook } from '@jupyterlab/notebook';"),
    wrong('views/graph.ts', "type T = import('../lab/settings').Settings;"),
    wrong('lab/renderer.ts', "import { show } from '../kernel';"),
    wrong('index.ts', "import { Stepper } from './views/stepper';")
  ]
});
