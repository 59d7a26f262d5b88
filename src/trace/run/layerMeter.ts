import type { Module, Parameter, Sequential, Tensor } from '../../engine';
import { encodeNumber } from '../encoding';
import { histogram, norm } from './histogram';
import type { LayerMoment, Moment } from './runRecord';
import { room } from './snapshots';

/** Measures the first layers of a model: norms and histograms of weights, outputs, gradients and updates. */
export class LayerMeter {
  /** The number of layers that are not measured. */
  readonly leftOut: number;
  private readonly leaves: [string, Module][];
  private readonly layers: [string, Parameter[]][];
  /** The weights before the update, by layer and parameter. */
  private before: Float64Array[][] = [];

  constructor(model: Sequential) {
    const leaves = model.leaves();
    this.leaves = leaves.slice(0, room.layers);
    this.leftOut = leaves.length - this.leaves.length;
    this.layers = leaves
      .map(([name, layer]): [string, Parameter[]] => [name, layer.parameters()])
      .filter(([, parameters]) => parameters.length > 0)
      .slice(0, room.layers);
  }

  /** The maximum of histograms per moment. */
  get histograms(): number {
    return 2 * this.layers.length + this.leaves.length;
  }

  /** Norm and histogram of each layer's weights. */
  weights(): LayerMoment[] {
    return this.layers.map(([layer, parameters]) => {
      const weights = parameters.map(({ data }) => data);
      return { layer, weight: encodeNumber(norm(weights)), weights: histogram(weights) };
    });
  }

  /** Histograms of each layer's outputs. @param seen called with each output */
  outputs(input: Tensor, seen: (layer: string, output: Tensor) => void): Moment['outputs'] {
    let x = input;
    return this.leaves.map(([layer, module]) => {
      x = module.forward(x);
      seen(layer, x);
      return { layer, values: histogram([x.data]) };
    });
  }

  /** Writes norm and histogram of each layer's gradient into a moment. @param seen called with each norm */
  gradients({ layers }: Moment, seen: (layer: string, norm: number) => void): void {
    this.layers.forEach(([layer, parameters], i) => {
      const grads = parameters.map(({ grad }) => grad.data);
      const grad = norm(grads);
      layers[i].grads = histogram(grads);
      layers[i].grad = encodeNumber(grad);
      seen(layer, grad);
    });
    this.before = this.layers.map(([, parameters]) => parameters.map(({ data }) => data.slice()));
  }

  /** Writes the norm of each layer's update since `gradients` into a moment. */
  updates({ layers }: Moment): void {
    this.layers.forEach(([, parameters], i) => {
      let sum = 0;
      parameters.forEach(({ data }, k) => {
        const before = this.before[i][k];
        for (let j = 0; j < data.length; j++) {
          sum += (data[j] - before[j]) ** 2;
        }
      });
      layers[i].update = encodeNumber(Math.sqrt(sum));
    });
  }
}
