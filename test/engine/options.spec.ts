/** Unknown options are refused, with the name that was meant: of every type of the registry, and of every function. */
import * as sg from '../../src/kernel';
import { suggestionFor } from '../../src/engine/suggest';
import { layers, losses, moduleOf, optimizers } from '../../src/engine/registry';

const { Linear, SGD, Sequential, MSELoss } = sg;
const model = (): sg.Sequential => new Sequential(new Linear(1, 1));
const data = { input: [[1], [2]], target: [[1], [2]] };

/** Makes one with these options; the options' names; whether they are literal arguments too. */
type Maker = [owner: string, make: (options: object) => unknown, names: string[]];

const namesIn = (examples: object[]): string[] => [...new Set(examples.flatMap(each => Object.keys(each)))];

/** The sizes of a layer are arguments: an option is what a constructor takes in its object. */
const sizes: Record<string, string[]> = {
  Linear: ['inFeatures', 'outFeatures'],
  Embedding: ['numEmbeddings', 'embeddingDim'],
  LayerNorm: ['features'],
  FeedForward: ['dModel', 'dHidden'],
  Residual: ['block']
};

const registry: Maker[] = [
  ...Object.entries(layers).map(([name, type]): Maker => {
    const examples = type.examples(2);
    const made = moduleOf({ type: name, options: examples[0] });
    const known = namesIn([...examples, made.options()]);
    const positions = sizes[name] ?? known.filter(each => /features|size|channels/i.test(each));
    return [
      name,
      options => type.from({ ...examples[0], ...options }, moduleOf),
      known.filter(each => !positions.includes(each))
    ];
  }),
  ...Object.entries(losses).map(([name, type]): Maker => [
    name,
    options => type.from(options as never),
    namesIn([...type.examples(2), { reduction: 'mean' }])
  ]),
  ...Object.entries(optimizers).map(([name, type]): Maker => [
    name,
    options => type.from(model().parameters(), options as never),
    Object.keys(type.optionTable)
  ])
];

const optimizer = (): sg.SGD => new SGD(model().parameters());
const others: Maker[] = [
  ['DataLoader', o => new sg.DataLoader(data, o), ['batchSize', 'shuffle', 'dropLast']],
  ['StepLR', o => new sg.StepLR(optimizer(), { stepSize: 1, ...o }), ['stepSize', 'gamma']],
  ['MultiStepLR', o => new sg.MultiStepLR(optimizer(), { milestones: [1], ...o }), ['milestones', 'gamma']],
  ['LambdaLR', o => new sg.LambdaLR(optimizer(), { lrLambda: () => 1, ...o }), ['lrLambda']],
  ['ExponentialLR', o => new sg.ExponentialLR(optimizer(), { gamma: 1, ...o }), ['gamma']],
  ['LinearLR', o => new sg.LinearLR(optimizer(), o), ['startFactor', 'endFactor', 'totalIters']],
  ['CosineAnnealingLR', o => new sg.CosineAnnealingLR(optimizer(), { tMax: 2, ...o }), ['tMax', 'etaMin']],
  [
    'OneCycleLR',
    o => new sg.OneCycleLR(optimizer(), { maxLr: 1, totalSteps: 2, ...o }),
    [
      'maxLr',
      'totalSteps',
      'epochs',
      'stepsPerEpoch',
      'pctStart',
      'annealStrategy',
      'divFactor',
      'finalDivFactor',
      'threePhase'
    ]
  ],
  [
    'SequentialLR',
    o => {
      const one = optimizer();
      return new sg.SequentialLR(one, { schedulers: [new sg.LinearLR(one)], milestones: [], ...o });
    },
    ['schedulers', 'milestones']
  ],
  [
    'ReduceLROnPlateau',
    o => new sg.ReduceLROnPlateau(optimizer(), o),
    ['mode', 'factor', 'patience', 'threshold', 'thresholdMode', 'cooldown', 'minLr', 'eps']
  ],
  ['accuracy', o => sg.accuracy([1], [1], o), ['threshold']],
  ['confusionMatrix', o => sg.confusionMatrix([1], [1], o), ['threshold']],
  ['f1', o => sg.f1([1], [1], o), ['threshold', 'average']],
  ['precision', o => sg.precision([1], [1], o), ['threshold', 'average']],
  ['fromCSV', o => sg.fromCSV('a,b\n1,2', o), ['input', 'target', 'classNames', 'missing', 'delimiter']],
  ['fromJSON', o => sg.fromJSON([{ a: 1, b: 2 }], o), ['input', 'target', 'classNames', 'missing']],
  ['loadStateDict', o => model().loadStateDict({}, { strict: false, ...o }), ['strict']],
  ['toONNX', o => sg.toONNX(model(), o), ['features', 'inputShape', 'name', 'dtype']],
  ['toSafetensors', o => sg.toSafetensors({}, o), ['dtype', 'metadata']],
  [
    'init.kaimingNormal',
    o => sg.init.kaimingNormal(new Linear(1, 1).weight, o),
    ['a', 'mode', 'nonlinearity']
  ],
  ['TensorDataset', o => new sg.TensorDataset([[1]], [[1]], o), ['featureNames', 'classNames']],
  ['evaluate', o => sg.evaluate(model(), data, { loss: new MSELoss(), ...o }), ['loss', 'metrics']],
  [
    'gradcheck',
    o => sg.gradcheck(model(), { ...data, loss: new MSELoss(), ...o }),
    ['input', 'target', 'loss', 'epsilon', 'tolerance']
  ],
  [
    'record',
    o => sg.record(model(), { ...data, loss: new MSELoss(), ...o }),
    ['input', 'target', 'loss', 'optimizer', 'iterations', 'zeroGrad', 'featureNames', 'classNames']
  ],
  [
    'show',
    o => sg.show(sg.record(model(), { ...data, loss: new MSELoss() }), o),
    ['hide', 'granularity', 'notation', 'precision', 'language', 'pace', 'step', 'sample']
  ]
];

/** Ways of writing a name wrongly: in Python, in capitals, with a letter too many, one changed, two swapped. */
function misspelt(name: string): string[] {
  const snake = name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
  const forms = [snake, name.toUpperCase(), `${name}s`];
  if (name.length > 3) {
    forms.push(name.slice(0, -1), `${name[0]}${name[2]}${name[1]}${name.slice(3)}`, `${name.slice(0, -1)}q`);
  }
  return forms.filter(form => form !== name);
}

const messageFrom = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

// Without options, nothing can be misspelt; Embedding and Residual take none.
const withOptions = [...registry, ...others].filter(([, , names]) => names.length > 0);

describe.each(withOptions)('%s', (owner, make, names) => {
  it('refuses an option that there is not, and names those that there are', () => {
    const message = messageFrom(() => make({ qqqqqqqq: 1 }));
    expect(message).toMatch(owner);
    expect(message).toContain('qqqqqqqq');
    names.forEach(name => expect(message).toContain(name));
    expect(message).not.toMatch(/\n/);
  });

  it.each(names.flatMap(name => misspelt(name).map(form => [form, name])))(
    'proposes for %s %s',
    (form, name) => {
      if (names.includes(form)) {
        return;
      }
      expect(messageFrom(() => make({ [form]: 1 }))).toBe(
        `${owner}: there is no option '${form}'. Did you mean ${name}?`
      );
    }
  );

  it('takes an option that is undefined as left out', () => {
    expect(messageFrom(() => make({ qqqqqqqq: undefined }))).toBe('no error');
  });
});

it.each(registry.filter(([owner, , names]) => names.length === 0 && !(owner in sizes)))(
  '%s, which has no options, refuses one',
  (owner, make) => {
    expect(messageFrom(() => make({ inplace: true }))).toBe(
      `${owner} takes no arguments, got { inplace: true }: write new ${owner}().`
    );
  }
);

it.each([
  ['learningRate', 'lr', optimizers.SGD],
  ['learning_rate', 'lr', optimizers.SGD],
  ['LR', 'lr', optimizers.Adam],
  ['weight_decay', 'weightDecay', optimizers.AdamW],
  ['momentun', 'momentum', optimizers.SGD],
  ['beta1', 'betas', optimizers.Adam],
  ['epsilon', 'eps', optimizers.RMSprop],
  ['l2', 'weightDecay', optimizers.SGD]
])('proposes for the synonym %s %s', (given, meant, { optionTable }) => {
  expect(suggestionFor(given, Object.keys(optionTable))).toBe(meant);
});

it.each([
  [() => new SGD(model().parameters(), 0.5 as never), 'SGD', '0.5', '{ lr: 0.5 }'],
  [() => new sg.Dropout(0.1 as never), 'Dropout', '0.1', '{ p: 0.1 }'],
  [() => new sg.LeakyReLU(0.3 as never), 'LeakyReLU', '0.3', '{ negativeSlope: 0.3 }'],
  [() => new sg.ELU(2 as never), 'ELU', '2', '{ alpha: 2 }'],
  [() => new Linear(2, 3, false as never), 'Linear', 'false', '{ bias: false }'],
  [() => new sg.GELU('tanh' as never), 'GELU', 'the text "tanh"', "{ approximate: 'tanh' }"],
  [() => new MSELoss('sum' as never), 'MSELoss', 'the text "sum"', "{ reduction: 'sum' }"],
  [() => new sg.StepLR(optimizer(), 10 as never), 'StepLR', '10', '{ stepSize: 10 }'],
  [() => new sg.ExponentialLR(optimizer(), 0.9 as never), 'ExponentialLR', '0.9', '{ gamma: 0.9 }'],
  [() => new sg.DataLoader(data, 32 as never), 'DataLoader', '32', '{ batchSize: 32 }'],
  [() => new sg.Softmax(1 as never), 'Softmax', '1', '{ dim: 1 }'],
  [() => sg.f1([1], [1], 'macro' as never), 'f1', 'the text "macro"', "{ average: 'macro' }"],
  [() => model().loadStateDict({}, false as never), 'loadStateDict', 'false', '{ strict: false }']
])('refuses a bare value where options belong: %s', (run, owner, given, write) => {
  expect(messageFrom(run)).toBe(`${owner} expects its options as an object, got ${given}: write ${write}.`);
});

it.each([
  [
    () => new SGD(model().parameters(), { lr: '3' as never }),
    'SGD: lr is the text "3", expected a number. Write { lr: 3 }, without quotes.'
  ],
  [
    () => new Linear(1, 1, { bias: 0 as never }),
    'Linear: bias is 0, expected true or false. Write { bias: false }.'
  ],
  [
    () => new sg.Dropout({ p: '0.2' as never }),
    'Dropout: p is the text "0.2", expected a number. Write { p: 0.2 }, without quotes.'
  ],
  [
    () => new sg.DataLoader(data, { shuffle: 'yes' as never }),
    'DataLoader: shuffle is the text "yes", expected true or false.'
  ],
  [
    () => new sg.Adam(model().parameters(), { betas: 0.9 as never }),
    'Adam: betas is 0.9, expected a list, such as [0.9,0.999].'
  ],
  [
    () => new (sg.ReLU as unknown as new (o: object) => sg.ReLU)({ inplace: true }),
    'ReLU takes no arguments, got { inplace: true }: write new ReLU().'
  ]
])('refuses a value of another type: %s', (run, message) => {
  expect(messageFrom(run)).toBe(message);
});

it('lets a class of a notebook have options of its own', () => {
  class Scaled extends sg.MSELoss {
    constructor(options: { by?: number; reduction?: 'mean' | 'sum' } = {}) {
      super(options);
    }
  }
  expect(new Scaled({ by: 2 }).reduction).toBe('mean');
});
