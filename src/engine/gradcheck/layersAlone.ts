import { Evaluation } from './evaluation';
import { Judgement, judge } from './judge';
import { Loss } from '../losses/loss';
import { Tensor, TensorLike } from '../tensor';
import type { Watched } from './watch';
import { addressOf, elementsOf } from './elements';
import { scatterOf } from './scatter';

/** A gradient that is wrong within its layer. */
export interface WrongAlone {
  /** The gradient's address. */
  at: string;
  analytic: number;
  found: Judgement;
}

/** Layers reported, at most. */
const MOST = 10;

/**
 * Checks each layer that has none inside by itself, with the input it received: where gradients vanish on the way
 * through many layers, the losses of the whole model say nothing about the first.
 */
export function layersAlone(
  watched: Watched[],
  options: { epsilon: number; tolerance: number }
): WrongAlone[] {
  return watched
    .filter(({ module, input }) => module.children().length === 0 && input)
    .flatMap(({ module, input, path }) => {
      try {
        const evaluation = new Evaluation(module, input!, new Tensor([0]), new Projection());
        return evaluation.keeping(() => wrongIn(evaluation, path, options));
      } catch {
        // What fails by itself says nothing about the layer's gradients.
        return [];
      }
    })
    .slice(0, MOST);
}

function wrongIn(
  evaluation: Evaluation,
  path: string,
  options: { epsilon: number; tolerance: number }
): WrongAlone[] {
  evaluation.zeroGrad();
  const back = evaluation.backward().data.slice();
  const grads = [...evaluation.parameters.map(([, { grad }]) => grad.data.slice()), back];
  return elementsOf(evaluation, grads, scatterOf(evaluation, grads))
    .map(element => ({ element, found: judge(element.along, { ...element, ...options }) }))
    .filter(({ found }) => found.verdict === 'wrong')
    .map(({ element: { name, index, analytic }, found }) => ({
      at: addressOf({ name: path ? `${path}.${name}` : name, index }),
      analytic,
      found
    }))
    .slice(0, 1);
}

/** A loss whose gradient is the same whatever the output is: the sum of the outputs, each times a number near 1. */
class Projection extends Loss {
  private shape: readonly number[] = [];

  override forward(output: TensorLike): number {
    return this.shares(output).reduce((sum, share) => sum + share, 0);
  }

  override backward(): Tensor {
    const grad = new Tensor(this.shape);
    return new Tensor(
      this.shape,
      grad.data.map((_, i) => weightOf(i))
    );
  }

  /** One share for each output. */
  override shares(output: TensorLike): number[] {
    const { data, shape } = Tensor.from(output);
    this.shape = shape;
    return Array.from(data, (x, i) => weightOf(i) * x);
  }
}

/** Numbers from 0.5 to 1.5 of both signs, no two alike. */
const weightOf = (i: number): number => (i % 2 ? -1 : 1) * (0.5 + ((i * 0.6180339887498949) % 1));
