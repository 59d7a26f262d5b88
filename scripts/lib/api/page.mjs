// Writes the API reference as a Markdown page.

const SECTIONS = {
  'Tensors and random numbers': null,
  Layers: one => extendsOrIs(one, 'Module'),
  Activations: one => extendsOrIs(one, 'Activation'),
  Losses: one => extendsOrIs(one, 'Loss'),
  Optimisers: one => extendsOrIs(one, 'Optimizer') || /clipGrad/.test(one.file),
  Schedules: one => /schedules\//.test(one.file),
  Initialisers: one => /\/init\./.test(one.file),
  Data: one => /\/data\//.test(one.file),
  Metrics: one => /\/metrics\//.test(one.file),
  Training: one => /\/training\/|kernel\/(fit|compare|saveRun)\./.test(one.file),
  'Gradient check': one => /\/gradcheck/.test(one.file),
  'Weights in and out': one => /onnx\/|safetensors|dtypes|\/files/.test(one.file),
  'Recording and showing': one => /^src\/trace\/|kernel\/show/.test(one.file)
};
const [REST] = Object.keys(SECTIONS);

const extendsOrIs = (one, base) => one.name === base || (one.kind === 'class' && one.bases.includes(base));

/** The last matching section (activations are layers too). A type goes to the section of its file's classes. */
function sectionOf(one, exports) {
  const claimed = of => Object.keys(SECTIONS).findLast(section => SECTIONS[section]?.(of));
  const neighbours = exports.filter(
    ({ file, kind }) => file === one.file && kind !== 'type' && kind !== 'interface'
  );
  return claimed(one) ?? neighbours.map(claimed).find(Boolean) ?? REST;
}

/** The order of kinds within a section: classes and functions first, then their types. */
const ORDER = ['class', 'const', 'function', 'interface', 'type'];
const compare = (a, b) =>
  ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
  a.name.localeCompare(b.name, 'en', { sensitivity: 'base' });

export function page(exports) {
  const shown = exports.filter(({ doc }) => !doc.internal);
  const sections = Object.keys(SECTIONS).map(title => ({
    title,
    entries: shown.filter(one => sectionOf(one, exports) === title).sort(compare)
  }));
  const anchor = anchors([
    'API reference',
    ...sections.flatMap(({ title, entries }) => [title, ...entries.map(e => e.name)])
  ]);
  const contents = sections.map(
    ({ title, entries }) =>
      `- **${title}**: ${entries.map(({ name }) => `[${name}](#${anchor(name)})`).join(' · ')}`
  );
  return [
    '# API reference',
    '<!-- Generated from the docstrings by `npm run api`; do not edit. -->',
    "The exports of `import … from 'stepgrad'`, in a notebook and in Node. Names are PyTorch's, in camelCase. A batch " +
      'has one sample per row; nested arrays are accepted wherever a tensor is.',
    contents.join('\n'),
    ...sections.flatMap(({ title, entries }) => [`## ${title}`, ...entries.flatMap(entry)])
  ].join('\n\n');
}

/** The anchors that GitHub gives to headings: in lower case, duplicates numbered. */
function anchors(headings) {
  const used = new Map();
  const found = headings.map(heading => {
    const plain = heading.toLowerCase().replaceAll(' ', '-');
    const times = used.get(plain) ?? 0;
    used.set(plain, times + 1);
    return [heading, times ? `${plain}-${times}` : plain];
  });
  return name => found.findLast(([heading]) => heading === name)[1];
}

function entry(one) {
  const code = one.signatures ?? one.made?.signatures ?? [];
  const heads = { class: one.abstract ? 'abstract class' : 'class', interface: 'type' };
  const shown = one.members.filter(isShown);
  const bases = one.bases?.length ? ` Extends \`${one.bases[0]}\`.` : '';
  return [
    `### ${one.name}`,
    `_${heads[one.kind] ?? one.kind}, [${one.file}](../${one.file})._${bases}`,
    ...(code.length
      ? ['```ts\n' + code.map(line => (one.kind === 'type' ? `type ${line}` : line)).join('\n') + '\n```']
      : []),
    ...docLines(one.doc),
    ...(one.made ? docLines(one.made.doc) : []),
    one.kind === 'interface' || !shown.length ? '' : 'Fields and methods:',
    shown.map(memberLine).join('\n')
  ].filter(Boolean);
}

const isShown = member => !member.doc.internal && !member.parameter && (member.ownDoc || !member.overrides);

function docLines({ text, params, returns, throws }) {
  const lines = params.map(([name, what]) => `- \`${name}\`: ${flat(what.replace(/^- /, ''))}`);
  if (returns) lines.push(`- returns ${flat(returns)}`);
  lines.push(...throws.map(what => `- throws ${flat(what)}`));
  return [text, lines.join('\n')].filter(Boolean);
}

function memberLine({ signature, doc }) {
  const { text, params, returns, throws } = doc;
  const said = [
    text,
    ...params.map(([name, what]) => `\`${name}\`: ${what}`),
    returns && `Returns ${returns}`,
    ...throws.map(what => `Throws ${what}`)
  ];
  if (!said.some(Boolean)) return `- \`${signature}\``;
  return `- \`${signature}\` — ${said
    .filter(Boolean)
    .map(line => flat(line).replace(/([^.:])$/, '$1.'))
    .join(' ')}`;
}

const flat = text => text.replace(/\s+/g, ' ').trim();
