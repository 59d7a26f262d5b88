// Circles tie files together that a reader wants to understand one by one; the rule has to see those of types too.
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import circles from '../../scripts/lint/circles.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

// Judged beside the real files of src: module.ts imports tensor.ts, and linear.ts both.
const file = (name, code, options = []) => ({ filename: resolve('src', name), code, options });
const wrong = (name, code, options) => ({ ...file(name, code, options), errors: [{ messageId: 'circle' }] });

new RuleTester({ languageOptions: { parser: tseslint.parser } }).run('circles', circles, {
  valid: [
    file('engine/module.ts', "import { Tensor } from './tensor';"),
    file('engine/tensor.ts', "import { line } from 'd3';"),
    file('engine/tensor.ts', "import { Module } from './module';", [
      { allow: [['engine/tensor.ts', 'engine/module.ts']] }
    ])
  ],
  invalid: [
    wrong('engine/tensor.ts', "import { Module } from './module';"),
    wrong('engine/tensor.ts', "import type { Module } from './module';"),
    wrong('engine/tensor.ts', "export * from './module';"),
    wrong('engine/tensor.ts', "export const later = () => import('./module');"),
    wrong('engine/tensor.ts', "import { Linear } from './layers/linear';", [
      { allow: [['engine/tensor.ts', 'engine/module.ts']] }
    ])
  ]
});
