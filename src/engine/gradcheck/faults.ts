import type { Evaluation } from './evaluation';
import { Message, messageOf } from '../message';
import { Tensor, formatShape, sameShape } from '../tensor';
import { Watched, watching } from './watch';
import { hiddenParameters } from './hidden';

/** A fault of a layer that no difference quotient shows, or not as what it is. */
export interface Fault {
  kind: 'random' | 'changesInput' | 'shape' | 'overwrites' | 'stale' | 'throws' | 'hidden';
  /** The layer's or gradient's path. */
  at: string;
  form: Message;
}

/** Whether a fault makes a layer wrong. Hidden parameters are worth a note: their gradients may be right. */
export const isWrong = ({ kind }: Fault): boolean => kind !== 'hidden';

/** What a first pass gives: ∂L by each parameter and by the input, and the faults seen on the way. */
export interface FirstPass {
  /** The gradients: the parameters in order, then the input. */
  grads: Float64Array[];
  faults: Fault[];
  /** What each layer received and gave. */
  watched: Watched[];
}

/** By how much two computations of one gradient may differ, relative to the largest of its tensor. */
const ROUNDING = 1e-9;

/** Runs forward and backward, and looks for what PyTorch's users do wrong in layers of their own. */
export function firstPass(evaluation: Evaluation): FirstPass {
  const { model, parameters, input } = evaluation;
  const hidden = hiddenParameters(model).map(([at]): Fault => ({
    kind: 'hidden',
    at,
    form: messageOf(
      '%1 is in an array, where no optimizer, zeroGrad or stateDict finds it: make it a field of its own, or put the layers into a Sequential.',
      at
    )
  }));
  let grads: Float64Array[] = [];
  const thrown: Fault[] = [];
  const first = watching(model, () => {
    // Another input first: a layer that keeps the numbers of its first forward is found.
    withOther(evaluation);
    evaluation.zeroGrad();
    const output = evaluation.output();
    evaluation.loss.forward(output, evaluation.target);
    try {
      const back = evaluation.backward(output).data;
      grads = [...parameters.map(([, { grad }]) => grad.data.slice()), back.slice()];
    } catch (error) {
      const form = messageOf('backward fails: %1', (error as Error).message);
      thrown.push({ kind: 'throws', at: '', form });
    }
  });
  const outputs = first.map(({ output }) => output);
  const second = watching(model, () => evaluation.output());
  const random = second.find(({ output }, i) => output?.some((x, j) => !Object.is(x, outputs[i]?.[j])));
  const seen = [
    ...(random ? [randomFault(random)] : []),
    ...first.filter(({ changedInput }) => changedInput).map(changesInput),
    ...shapeFaults(first, evaluation)
  ];
  // A wrong shape explains the error of the layer before.
  const faults = [...hidden, ...seen, ...(seen.some(({ kind }) => kind === 'shape') ? [] : thrown)];
  const again = random || grads.length === 0 ? [] : secondPass(evaluation, grads);
  const blank = [...parameters.map(([, { data }]) => data), input.data].map(data => data.map(() => NaN));
  return { grads: grads.length > 0 ? grads : blank, faults: [...faults, ...again], watched: first };
}

/** A forward pass of the model and the loss for other numbers; errors don't count. */
function withOther(evaluation: Evaluation): void {
  const { model, input, target, loss } = evaluation;
  const data = model.takesIndices ? input.data.slice().reverse() : input.data.map(x => 0.9 * x);
  try {
    loss.forward(model.forward(new Tensor(input.shape, data)), target);
  } catch {
    // The model or the loss is not defined for these numbers.
  }
}

/** Adds a second pass to gradients that hold a number already: a gradient is added to, and is the same again. */
function secondPass(evaluation: Evaluation, grads: Float64Array[]): Fault[] {
  const { parameters } = evaluation;
  const before = grads.map(largest);
  parameters.forEach(([, { grad }], p) => grad.data.fill(before[p]));
  const back = evaluation.backward().data;
  const faults = parameters.flatMap(([name, { grad }], p) => {
    const differ = (by: (x: number) => number): boolean => !near(grad.data, grads[p].map(by), before[p]);
    if (!differ(g => g + before[p])) {
      return [];
    }
    return [differ(g => g) ? stale(`${name}.grad`) : overwrites(`${name}.grad`)];
  });
  const input = grads.length - 1;
  return near(back, grads[input], before[input]) ? faults : [...faults, stale('input.grad')];
}

/** The size of the largest number; 1 if all are 0. */
const largest = (values: Float64Array): number =>
  values.reduce((most, x) => Math.max(most, Math.abs(x)), 0) || 1;

/** Whether two computations of numbers agree; those that are no numbers tell nothing. */
const near = (a: Float64Array, b: Float64Array, scale: number): boolean =>
  !a.some((x, i) => Math.abs(x - b[i]) > ROUNDING * scale);

const overwrites = (at: string): Fault => ({
  kind: 'overwrites',
  at,
  form: messageOf(
    '%1: backward sets the gradient, where it has to add to it: write += for =, so that several passes add up.',
    at
  )
});

const stale = (at: string): Fault => ({
  kind: 'stale',
  at,
  form: messageOf(
    '%1: a second pass over the same numbers gives another gradient: backward has to use what the last forward kept, and nothing older.',
    at
  )
});

const nameOf = ({ module, path }: Watched): string => path || module.constructor.name;

const randomFault = (watched: Watched): Fault => ({
  kind: 'random',
  at: nameOf(watched),
  form: messageOf(
    '%1: forward gives another output for the same input, so its gradient can’t be compared: draw with init or Dropout, whose numbers repeat, not with Math.random.',
    nameOf(watched)
  )
});

const changesInput = (watched: Watched): Fault => ({
  kind: 'changesInput',
  at: nameOf(watched),
  form: messageOf(
    '%1: forward changes its input, which other layers still need for backward: write the results into a new Tensor.',
    nameOf(watched)
  )
});

/** Gradients of another shape than what they belong to. */
function shapeFaults(watched: Watched[], { parameters }: Evaluation): Fault[] {
  const returned = watched.flatMap((each): Fault[] => {
    const { input, gradShape, module } = each;
    return !input || !gradShape || module.takesIndices || sameShape(input.shape, gradShape)
      ? []
      : [
          {
            kind: 'shape',
            at: nameOf(each),
            form: messageOf(
              '%1: backward returns a gradient of %2 for an input of %3: ∂L/∂input has the shape of the input.',
              nameOf(each),
              formatShape(gradShape),
              formatShape(input.shape)
            )
          }
        ];
  });
  const own = parameters.flatMap(([name, { shape, grad }]): Fault[] =>
    sameShape(shape, grad.shape)
      ? []
      : [
          {
            kind: 'shape',
            at: `${name}.grad`,
            form: messageOf(
              '%1.grad is %2, but %1 is %3: a gradient has the shape of its parameter.',
              name,
              formatShape(grad.shape),
              formatShape(shape)
            )
          }
        ]
  );
  return [...returned, ...own];
}
