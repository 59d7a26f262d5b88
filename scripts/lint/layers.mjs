// The direction of imports, as a lint rule: engine ← trace ← derivation ← document ← views ← lab, and
// document ← kernel.
// It resolves each import to the folder it comes from, so that files may move about inside their layer.
import { dirname, relative, resolve, sep } from 'node:path';

const FRAME = /^@(jupyterlab|lumino)\//;
// What a layer may import: `from` other layers, and packages that match `packages`.
const LAYERS = {
  engine: { from: [] },
  trace: { from: ['engine'] },
  derivation: { from: ['engine', 'trace'] },
  document: { from: ['engine', 'trace', 'derivation'] },
  // The catalogue of translations is data: lab's and the kernel's.
  kernel: {
    from: ['engine', 'trace', 'derivation', 'document'],
    types: /^node:/,
    data: /^lab\/locale\/\w+\.json$/
  },
  // The cells of a notebook, for any host: TypeScript, but neither a page nor Node.
  session: { from: ['engine'], packages: /^typescript$/ },
  tslab: { from: ['engine', 'derivation', 'kernel', 'session'], packages: /^node:/ },
  views: {
    from: ['engine', 'trace', 'derivation', 'document'],
    packages: /^(d3|katex|@lumino\/(signaling|messaging|coreutils|disposable|polling|algorithm))(\/|$)/
  },
  lab: {
    from: ['engine', 'trace', 'derivation', 'views'],
    packages: /^(@jupyterlab|@lumino|katex|d3)(\/|$)/
  },
  // src/index.ts: the plugins, and nothing else.
  index: { from: ['lab'], packages: FRAME }
};

/** The layer that a path in src belongs to: its first folder, 'index' for src/index.ts, null outside src. */
function layerOf(src, path) {
  const [first, ...rest] = relative(src, path).split(sep);
  if (first === '..') return null;
  return rest.length ? first : first.replace(/\.ts$/, '') || 'index';
}

function verdict(src, file, source, typeOnly) {
  const layer = layerOf(src, file);
  const rule = LAYERS[layer];
  if (!rule) return null;
  const packages = rule.packages?.test(source) || (typeOnly && rule.types?.test(source));
  if (!source.startsWith('.')) return packages ? null : `src/${layer} imports no package '${source}'`;
  const target = layerOf(src, resolve(dirname(file), source));
  const path = relative(src, resolve(dirname(file), source))
    .split(sep)
    .join('/');
  if (target === layer || rule.from.includes(target) || rule.data?.test(path)) return null;
  const allowed = [...rule.from.map(name => `src/${name}`), 'itself'].join(', ');
  return `src/${layer} imports only ${allowed}, not '${source}'`;
}

export default {
  meta: {
    type: 'problem',
    docs: { description: 'Imports point one way between the layers of src.' },
    messages: { wrong: '{{verdict}}: see "Layout" in CONTRIBUTING.md.' },
    schema: []
  },
  create(context) {
    const src = resolve(context.cwd, 'src');
    const check = (node, source, typeOnly = false) => {
      if (typeof source?.value !== 'string') return;
      const wrong = verdict(src, context.filename, source.value, typeOnly);
      if (wrong) context.report({ node, messageId: 'wrong', data: { verdict: wrong } });
    };
    return {
      ImportDeclaration: node => check(node, node.source, node.importKind === 'type'),
      ExportNamedDeclaration: node => check(node, node.source, node.exportKind === 'type'),
      ExportAllDeclaration: node => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: node => check(node, node.source),
      TSImportType: node => check(node, node.source ?? node.argument?.literal, true),
      TSExternalModuleReference: node => check(node, node.expression)
    };
  }
};
