// nbconvert's conversion of an output of show(): HTML with picture and tables, LaTeX with the derivation.
import assert from 'node:assert';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { at, venvBin, venvPython } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';

const folder = at('.cache', 'nbconvert-test');
mkdirSync(folder, { recursive: true });
after(() => rmSync(folder, { recursive: true }));

/** The payload that show() sends to the cell, made with the built engine, since there is no kernel here. */
function shown() {
  const require = createRequire(at('dist', 'kernel', 'index.js'));
  const { BCELoss, Neuron, SGD, record } = require('./index.js');
  const { MIME_TYPE } = require('../trace/index.js');
  const { staticVersion } = require('./staticVersion.js');
  const neuron = new Neuron([0.5, 0.75], 0.25, 'sigmoid');
  const optimizer = new SGD(neuron.parameters(), { lr: 0.1 });
  const trace = record(neuron, { input: [[1.5, -2]], target: [[1]], loss: new BCELoss(), optimizer });
  return { [MIME_TYPE]: trace, ...staticVersion(trace, 'en', 4) };
}

test('nbconvert writes picture, derivation and table to HTML, and derivation and table to LaTeX', async () => {
  const output = { output_type: 'display_data', metadata: {}, data: shown() };
  const cell = {
    cell_type: 'code',
    id: 'a',
    execution_count: 1,
    metadata: {},
    outputs: [output],
    source: ''
  };
  const metadata = { language_info: { name: 'typescript' } };
  const notebook = { cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(`${folder}/lesson.ipynb`, JSON.stringify(notebook));
  const program = [
    'from nbconvert.exporters import HTMLExporter, LatexExporter',
    'for name, exporter in ("html", HTMLExporter()), ("tex", LatexExporter()):',
    '    text, _ = exporter.from_filename("lesson.ipynb")',
    '    open("lesson." + name, "w", encoding="utf-8").write(text)'
  ].join('\n');
  // A PATH without Pandoc and Inkscape, which many users don't have.
  const { code, output: said } = await run(venvPython, ['-c', program], {
    cwd: folder,
    env: { PATH: venvBin, Path: venvBin }
  });
  assert.strictEqual(code, 0, said);

  const page = readFileSync(`${folder}/lesson.html`, 'utf8');
  const [, base64] = page.match(/<img[^>]*src="data:image\/svg\+xml;base64,([^"]+)"/);
  assert.match(Buffer.from(base64, 'base64').toString('utf8'), /<circle[^>]*>.*data-ref="loss"/s);
  assert.match(page, /<th[^>]*>How far is the prediction from the target\?<\/th>/);
  assert.match(page, /data-ref="[\w.]*weight.grad\[0,1\]"/);

  const tex = readFileSync(`${folder}/lesson.tex`, 'utf8');
  assert.ok(tex.includes(output.data['text/latex']), 'the derivation is unchanged');
  assert.match(tex, /z &= w_\{1\} \\cdot x_\{1\} \+ w_\{2\} \\cdot x_\{2\} \+ b/);
});
