import { readFileSync } from 'node:fs';
import jupyter from '@jupyter/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import circles from './scripts/lint/circles.mjs';
import layers from './scripts/lint/layers.mjs';

// Files that git ignores are generated.
const ignored = readFileSync(new URL('.gitignore', import.meta.url), 'utf8')
  .split(/\s+/)
  .filter(Boolean)
  .map(path => (path.startsWith('/') ? path.slice(1) : `**/${path}`))
  .map(path => (path.endsWith('/') ? `${path}**` : path));

export default defineConfig(
  // The mock-ups in docs/design are classic scripts, which a browser can open from a file.
  globalIgnores([...ignored, 'docs/design/*.js']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { plugins: { jupyter, stepgrad: { rules: { circles, layers } } } },
  jupyter.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: ['error', 'smart']
    }
  },
  {
    // Rules that need type information: unhandled promises, incomplete switches.
    files: ['src/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'stepgrad/layers': 'error',
      'stepgrad/circles': [
        'error',
        {
          allow: [
            // A module writes itself into the ONNX graph, and the graph writes the modules inside it: double dispatch.
            ['engine/module.ts', 'engine/files/onnx/onnxGraph.ts']
          ]
        }
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ]
    }
  }
);
