// Finds gaps in the docstrings of a package's exports.

/** Classes that extend one of these contain mathematics, so they must cite a source. */
const MATHEMATICS = ['Module', 'Loss', 'Optimizer', 'LRScheduler'];
/** Functions in these files must cite a source. */
const FORMULAS = /engine\/(metrics|gradcheck)\/|\/(init|clipGrad)\./;

const wholeText = ({ text, params, returns, throws }) =>
  [text, ...params.flat(), returns ?? '', ...throws].join(' ');

/** Sentences such as `SGD: option options.lr of the constructor has no docstring (src/engine/optimizers/sgd.ts)`. */
export function missing(exports) {
  return exports.flatMap(one => problemsOf(one).map(problem => `${one.name}: ${problem} (${one.file})`));
}

function problemsOf(one) {
  const problems = [];
  if (!one.doc.text) problems.push('no docstring');
  const made = one.made && !one.made.empty ? one.made : null;
  // A constructor needs no docstring if it takes no options and never throws.
  if (one.kind === 'function' || made)
    problems.push(...calling(made ?? one, made ? 'the constructor' : 'it'));
  for (const member of one.members) {
    // A literal type, such as `kind: 'check'`, needs no docstring.
    if (member.doc.internal || /: ('[^']*'|\d+)$/.test(member.signature)) continue;
    const inherited = member.overrides && !member.ownDoc;
    const told =
      member.doc.text || member.doc.returns || member.doc.params.length || member.doc.throws.length;
    const asOption = !member.isCall && one.made?.told.includes(member.name);
    if (!told && !asOption) problems.push(`${member.name} has no docstring`);
    if (!inherited) problems.push(...calling(member, member.name));
  }
  if (needsSource(one) && !/Source:/.test(wholeText(one.doc)))
    problems.push('no source ("Source: torch.nn.…")');
  return problems;
}

/** Undocumented options and undocumented errors. */
function calling({ doc, options, throwing }, name) {
  const told = doc.params.map(([param]) => param);
  const silent = options.filter(option => !option.documented && !told.includes(option.name));
  return [
    ...silent.map(option => `option ${option.name} of ${name} has no docstring`),
    ...(throwing && !doc.throws.length ? [`${name} throws, but has no @throws`] : [])
  ];
}

const needsSource = ({ kind, bases, abstract, file }) =>
  (kind === 'class' && !abstract && bases.some(base => MATHEMATICS.includes(base))) ||
  (kind === 'function' && FORMULAS.test(file));
