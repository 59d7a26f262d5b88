import { Adam, AdamW, Linear, Optimizer, RMSprop, SGD, clipGradNorm, manualSeed } from '../../../src/engine';
import { optimizers } from '../../../src/engine/registry';

const made = (): Linear => {
  manualSeed(1);
  return new Linear(3, 2);
};

const kinds: [string, (model: Linear) => Optimizer][] = [
  ...Object.entries(optimizers).flatMap(([name, type]) =>
    type.examples.map((options, i): [string, (model: Linear) => Optimizer] => [
      `${name} ${i}`,
      model => type.from(model.parameters(), options)
    ])
  ),
  ['AdamW in groups', model => new AdamW([{ params: [model.weight], lr: 0.1 }, { params: [model.bias!] }])]
];

function step(model: Linear, optimizer: Optimizer, times: number): void {
  for (let i = 0; i < times; i++) {
    model.parameters().forEach(({ grad }) => grad.data.forEach((_g, k) => (grad.data[k] = Math.sin(i + k))));
    optimizer.step();
  }
}

test.each(kinds)('%s continues from its state, stored as JSON, to the same bits', (_, make) => {
  const whole = made();
  const optimizer = make(whole);
  step(whole, optimizer, 3);
  const [weights, state] = JSON.parse(JSON.stringify([whole.stateDict(), optimizer.stateDict()]));
  step(whole, optimizer, 3);
  const rest = made();
  rest.loadStateDict(weights);
  const other = make(rest);
  other.lr = 7;
  other.loadStateDict(state);
  step(rest, other, 3);
  expect(rest.stateDict()).toEqual(whole.stateDict());
  expect(other.paramGroups.map(({ lr }) => lr)).toEqual(optimizer.paramGroups.map(({ lr }) => lr));
});

test('rejects invalid parameters, options and states', () => {
  const model = made();
  const { weight, bias } = model;
  expect(() => new Adam(model as never)).toThrow('Adam expects model.parameters() as its first argument');
  expect(() => new Adam([weight, weight])).toThrow('Adam: a parameter of 2 × 3 is there twice.');
  expect(() => new AdamW([weight], { betas: [0.9, 1] })).toThrow(
    'AdamW: betas[1] is 1, expected a number from 0 to below 1.'
  );
  for (const betas of [[], [0.9], [0.9, 0.99, 0.999]]) {
    expect(() => new AdamW([weight], { betas: betas as never })).toThrow(
      `AdamW: betas is an array of ${betas.length}, expected a list of 2 numbers, such as [0.9, 0.999].`
    );
  }
  expect(() => new RMSprop([{ params: [weight], lr: -1 }])).toThrow(
    'RMSprop: lr is -1, expected a number of at least 0.'
  );
  expect(() => new SGD([weight]).loadStateDict(new SGD([weight, bias!]).stateDict())).toThrow(
    'SGD: the state is of 2 parameters, expected 1.'
  );
});

test('clipping keeps a gradient of 0 and a gradient of NaN', () => {
  const model = made();
  expect(clipGradNorm(model.parameters(), 1)).toBe(0);
  expect(model.weight.grad.data[0]).toBe(0);
  model.weight.grad.data[0] = NaN;
  clipGradNorm(model.parameters(), 1);
  expect(model.weight.grad.data[1]).toBe(NaN);
});
