import { Tensor } from '../../engine';
import { losses, optimizers } from '../../engine/registry';
import { Edits, Trace, decodeTensor, editedGroups, editedOptions, parseAddress } from '../../trace';
import { editTexts } from '../state/edits';
import { commentOf, keyLiteral, numberLiteral, stringLiteral, valueLiteral } from './literals';
import { notebookNames } from './notebookNames';
import type { Translate } from '../page/translate';

/** At most this many numbers of the weights, the input or the target are written into a cell. */
const WRITTEN = 600;

/**
 * A code cell that makes the same edits in the kernel and shows the pass again: it restores the weights from before
 * the pass, applies the edits, and records with the same data, loss and optimiser. Tensors that are too large to be
 * written out are taken from the kernel as they are, and a comment says so.
 * @param trace the trace as recorded, without the edits
 * @param cells the source of the notebook's cells, for the names of its variables: see `notebookNames`
 */
export function kernelCode(
  trace: Trace,
  edits: Edits,
  cells: readonly string[],
  translate: Translate,
  nth = 0
): string {
  const names = notebookNames(cells, nth);
  const tensors = new Map<string, Tensor>(
    trace.iterations[0].params.map(({ name, value }) => [name, decodeTensor(value)])
  );
  const input = decodeTensor(trace.data.input);
  const target = decodeTensor(trace.data.target);
  tensors.set('input', input).set('target', target);
  const changed: Changed[] = [];
  for (const [key, value] of edits) {
    const address = parseAddress(key);
    const tensor = address && tensors.get(address.name);
    if (tensor) {
      const at = address.index.reduce((offset, i, d) => offset * tensor.shape[d] + i, 0);
      tensor.data[at] = value;
      changed.push({ name: address.name, at, value, key });
    }
  }
  const data = [dataOf('input', input, names.input), dataOf('target', target, names.target)].map(each =>
    each.written ? each : changedCopy(each, changed, translate)
  );
  const loss = losses[trace.loss.type].from(trace.loss);
  const lossOptions = literalOptions(loss.options());
  const optimizer = optimizerOf(trace, edits, names.model);
  const options = [
    ...data.map(({ name, text }) => `${name}: ${text}`),
    `loss: new ${trace.loss.type}(${lossOptions})`,
    ...(optimizer ? ['optimizer: optimizer'] : []),
    ...(trace.iterations.length > 1 ? [`iterations: ${trace.iterations.length}`] : []),
    ...(trace.iterations.some(({ gradsBefore }) => gradsBefore) ? ['zeroGrad: false'] : []),
    ...(['featureNames', 'classNames'] as const).flatMap(name =>
      trace.data[name] ? [`${name}: ${valueLiteral(trace.data[name])}`] : []
    )
  ];
  const used = ['record', 'show', trace.loss.type, ...(trace.optimizer ? [trace.optimizer.type] : [])];
  if (data.some(({ lines }) => lines.length > 0)) {
    used.push('Tensor');
  }
  const view = trace.view && Object.keys(trace.view).length > 0 ? `, ${valueLiteral(trace.view)}` : '';
  return [
    commentOf(translate('What if: %1', editTexts(edits, trace).join(', '))),
    `import { ${used.sort().join(', ')} } from 'stepgrad';`,
    '',
    ...weightsOf(trace, tensors, changed, names.model, translate),
    ...gradientsOf(trace, names.model),
    ...(optimizer ?? []),
    ...data.flatMap(({ lines }) => lines),
    `show(record(${names.model}, {`,
    options.map(option => `  ${indented(option)}`).join(',\n'),
    `})${view});`
  ].join('\n');
}

interface Changed {
  name: string;
  at: number;
  value: number;
  key: string;
}

/** `model.loadStateDict({…})` with every number; for a large model, with the edited numbers alone. */
function weightsOf(
  { iterations: [{ params }] }: Trace,
  tensors: Map<string, Tensor>,
  changed: Changed[],
  model: string,
  translate: Translate
): string[] {
  const sizes = params.map(({ name }) => tensors.get(name)!.data.length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= WRITTEN) {
    const entries = params.map(
      ({ name }) => `  ${stringLiteral(name)}: ${indented(literal(tensors.get(name)!))}`
    );
    return [
      commentOf(translate('The weights as they were before this pass, with what was changed.')),
      `${model}.loadStateDict({\n${entries.join(',\n')}\n});`
    ];
  }
  const mine = changed.filter(({ name }) => name !== 'input' && name !== 'target');
  return [
    commentOf(
      translate(
        'The model has %1 parameters. Those that were not changed are as the kernel has them now.',
        total
      )
    ),
    ...(mine.length === 0
      ? []
      : [
          `const changedWeights = ${model}.stateDict();`,
          ...mine.map(
            ({ name, at, value, key }) =>
              `changedWeights[${stringLiteral(name)}].data[${at}] = ${numberLiteral(value)}; ${commentOf(key)}`
          ),
          `${model}.loadStateDict(changedWeights);`
        ])
  ];
}

/** Gradients from before the pass, if it did not begin with `zeroGrad`. */
function gradientsOf({ iterations }: Trace, model: string): string[] {
  if (!iterations.some(({ gradsBefore }) => gradsBefore)) {
    return [];
  }
  const before = (iterations[0].gradsBefore ?? [])
    .map(({ name, value }) => ({ name, tensor: decodeTensor(value) }))
    .filter(({ tensor }) => tensor.data.length <= WRITTEN && tensor.data.some(g => g !== 0));
  return [
    `${model}.zeroGrad();`,
    ...before.map(
      ({ name, tensor }) =>
        `new Map(${model}.namedParameters()).get(${stringLiteral(name)})!.grad.data.set([${Array.from(tensor.data, numberLiteral).join(', ')}]);`
    )
  ];
}

interface Data {
  name: 'input' | 'target';
  text: string;
  written: boolean;
  /** Lines that prepare the data. */
  lines: string[];
}

/** Input or target as numbers; a large one by its variable in the notebook. */
function dataOf(name: 'input' | 'target', tensor: Tensor, called: string | null): Data {
  const written = tensor.data.length <= WRITTEN;
  return { name, text: written ? literal(tensor) : (called ?? name), written, lines: [] };
}

/** An edited copy of data that is too large to be written out; unedited data is used as it is. */
function changedCopy(data: Data, changed: Changed[], translate: Translate): Data {
  const mine = changed.filter(({ name }) => name === data.name);
  if (mine.length === 0) {
    return data;
  }
  const copy = `changed${data.name[0].toUpperCase()}${data.name.slice(1)}`;
  const lines = [
    commentOf(translate('Too large to be written here: %1 is taken as the kernel has it.', data.text)),
    `const ${copy} = Tensor.from(${data.text}).clone();`,
    ...mine.map(({ at, value, key }) => `${copy}.data[${at}] = ${numberLiteral(value)}; ${commentOf(key)}`)
  ];
  return { ...data, text: copy, lines };
}

/** The optimiser from before the pass: its options, groups and state. */
function optimizerOf(trace: Trace, edits: Edits, model: string): string[] | null {
  if (!trace.optimizer) {
    return null;
  }
  const { type, ...recorded } = trace.optimizer;
  const options = editedOptions(recorded, edits);
  const defaults = optimizers[type].from([], { lr: options.lr }).options();
  const own = literalOptions(
    Object.fromEntries(
      Object.entries(options).filter(
        ([name, value]) => name === 'lr' || JSON.stringify(value) !== JSON.stringify(defaults[name])
      )
    )
  );
  const { update, params } = trace.iterations[0];
  const groups = editedGroups(trace, edits);
  const plain = update.length === params.length && groups.length === 1;
  const written = groups.map(group => {
    const mine = group.params.map(param => `parameters.get(${stringLiteral(param)})!`).join(', ');
    return `{ ${[`params: [${mine}]`, ...entriesOf(group.options)].join(', ')} }`;
  });
  // The state numbers the parameters, group after group.
  const numbered = groups.flatMap(group => group.params);
  const state = numbered.flatMap((param, i) => {
    const tensors = Object.entries(trace.optimizerState[param] ?? {});
    const entries = tensors.map(([name, data]) => `${keyLiteral(name)}: ${literal(decodeTensor(data), '')}`);
    return entries.length > 0 ? [`    ${i}: { ${entries.join(', ')} }`] : [];
  });
  return [
    ...(plain ? [] : [`const parameters = new Map(${model}.namedParameters());`]),
    `const optimizer = new ${type}(${plain ? `${model}.parameters()` : `[\n  ${written.join(',\n  ')}\n]`}, ${own});`,
    ...(state.length > 0
      ? [
          `optimizer.loadStateDict({`,
          `  state: {\n${state.join(',\n')}\n  },`,
          `  paramGroups: optimizer.stateDict().paramGroups`,
          `});`
        ]
      : [])
  ];
}

/** `{ lr: 0.5, betas: [0.9, 0.999] }`; an empty string for no options. */
function literalOptions(options: object): string {
  const entries = entriesOf(options);
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '';
}

const entriesOf = (options: object): string[] =>
  Object.entries(options).map(([name, value]) => `${keyLiteral(name)}: ${valueLiteral(value)}`);

/** A tensor as nested arrays, one row of a matrix per line unless `separator` says otherwise. */
function literal(tensor: Tensor, separator = '\n  '): string {
  const rows = (d: number, start: number, size: number): string => {
    const n = tensor.shape[d];
    const inside = size / n;
    const parts = Array.from({ length: n }, (_, i) =>
      d === tensor.shape.length - 1
        ? numberLiteral(tensor.data[start + i])
        : rows(d + 1, start + i * inside, inside)
    );
    const broken = separator !== '' && d === 0 && tensor.shape.length > 1 && n > 1;
    return broken ? `[${separator}${parts.join(`,${separator}`)}\n]` : `[${parts.join(', ')}]`;
  };
  return rows(0, 0, tensor.data.length);
}

const indented = (text: string): string => text.replace(/\n/g, '\n  ');
