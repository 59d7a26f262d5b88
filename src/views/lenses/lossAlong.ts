import { Activation, Module, Tensor, centralDifference } from '../../engine';
import { failure } from '../../engine/message';
import { decodeTensor, isRandom, replayLoss, replayModel, Trace } from '../../trace';
import { isSmooth } from './activationCurve';

/** One number that the loss depends on: its tensor's name, `linear1.weight` or `input`, and its index there. */
export interface Coordinate {
  name: string;
  i: number;
}

/** A unit whose activation passes its corner between w − ε and w + ε. */
export interface Corner {
  layer: number;
  unit: number;
  sample: number;
}

/** Numbers per layer compared in the search for corners, at most. */
const COMPARED = 400_000;

/** The loss of an iteration as a function of one number, computed by the engine from the trace's numbers. */
export class LossAlong {
  private readonly model: Module & { children(): [string, Module][] };
  private readonly data: Float64Array;
  private readonly input: Tensor;
  private readonly target: Tensor;
  private readonly lossOf: ReturnType<typeof replayLoss>;
  private readonly i: number;

  /**
   * @throws TypeError for a user-defined layer; Error if numbers are dropped at random, or if the number does
   * not exist
   */
  constructor(trace: Trace, iteration: number, { name, i }: Coordinate) {
    const { params, forward } = trace.iterations[iteration];
    this.model = replayModel(trace.model, params, [forward]);
    if (isRandom(this.model)) {
      throw failure(Error, 'What is dropped at random differs from one evaluation to the next.');
    }
    this.lossOf = replayLoss(trace.loss);
    this.input = decodeTensor(trace.data.input);
    this.target = decodeTensor(trace.data.target);
    const key = rebuiltName(trace, name);
    const named = new Map<string, Tensor>([...this.model.namedParameters(), ['input', this.input]]);
    const tensor = named.get(key);
    if (!tensor || !(i < tensor.data.length)) {
      throw failure(Error, 'There is no %1 to change.', `${name}[${i}]`);
    }
    this.data = tensor.data;
    this.i = i;
  }

  /** The number's value. */
  get value(): number {
    return this.data[this.i];
  }

  /** L with the number increased by `by`. */
  moved(by: number): number {
    const x = this.data[this.i];
    try {
      this.data[this.i] = x + by;
      return this.evaluate();
    } finally {
      this.data[this.i] = x;
    }
  }

  /** (L(w + ε) − L(w − ε)) / 2ε. */
  difference(epsilon: number): number {
    return centralDifference(this.data, this.i, epsilon, () => this.evaluate());
  }

  /**
   * Finds a unit whose activation has a corner at 0 and whose input changes its sign between w − ε and w + ε, or is
   * 0 at w.
   */
  corner(epsilon: number): Corner | null {
    const layers = this.model.children().map(([, layer]) => layer);
    const bent = layers.map(layer => layer instanceof Activation && !isSmooth(layer));
    if (!bent.includes(true)) {
      return null;
    }
    const [below, above] = [-epsilon, epsilon].map(by => this.inputsOf(layers, by));
    const here = this.inputsOf(layers, 0);
    for (let layer = 0; layer < layers.length; layer++) {
      const { data, shape } = here[layer];
      for (let j = 0; bent[layer] && j < Math.min(data.length, COMPARED); j++) {
        const [low, high] = [below[layer].data[j], above[layer].data[j]];
        // An input that is equal on both sides does not depend on the number.
        if (low !== high && (low < 0 !== high < 0 || data[j] === 0)) {
          const width = shape[shape.length - 1];
          return { layer, unit: j % width, sample: Math.floor(j / width) };
        }
      }
    }
    return null;
  }

  private evaluate(): number {
    return this.lossOf.forward(this.model.forward(this.input), this.target);
  }

  /** Each layer's input, with the number increased by `by`. */
  private inputsOf(layers: Module[], by: number): Tensor[] {
    const x = this.data[this.i];
    try {
      this.data[this.i] = x + by;
      let through = this.input;
      return layers.map(layer => {
        const into = through.clone();
        through = layer.forward(through);
        return into;
      });
    } finally {
      this.data[this.i] = x;
    }
  }
}

/** A parameter's name in the rebuilt model, which names its layers by index. */
export function rebuiltName({ model }: Trace, name: string): string {
  const at = model.findIndex(layer => name.startsWith(`${layer.name}.`));
  return at < 0 ? name : `${at}${name.slice(model[at].name.length)}`;
}

/** The choices of ε: 1e-12 to 1e-1, two per decade. */
export const EPSILONS = Array.from({ length: 23 }, (_, i) =>
  Number(`${i % 2 ? 3 : 1}e${Math.floor(i / 2) - 12}`)
);

/** |a − b| relative to the larger of |a| and |b|; 0 if they are equal. */
export const relativeError = (a: number, b: number): number =>
  a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
