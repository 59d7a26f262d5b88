import { Module } from '../module';
import { Tensor, TensorLike } from '../tensor';

/** What one layer received and gave in a forward and a backward pass. */
export interface Watched {
  module: Module;
  /** The layer's path in the model; empty for the model itself. */
  path: string;
  /** A copy of the last input. */
  input?: Tensor;
  /** A copy of the last output. */
  output?: Float64Array;
  /** Whether `forward` changed its input. */
  changedInput: boolean;
  /** The shape of the last gradient that `backward` returned. */
  gradShape?: number[];
}

type Pass = 'forward' | 'backward';

/**
 * Runs `passes` and reports what each layer of the model received and gave, in the order in which they finished
 * `forward`. Layers get watching methods of their own, which are taken off again.
 */
export function watching(model: Module, passes: () => void): Watched[] {
  const finished: Watched[] = [];
  const restore: (() => void)[] = [];
  const all = withPaths(model, '', new Set());
  try {
    for (const each of all) {
      const { module } = each;
      restore.push(
        replace(module, 'forward', run => input => {
          const into = Tensor.from(input);
          const before = into.clone();
          const output = run(into);
          each.input = before;
          each.output = Tensor.from(output).data.slice();
          each.changedInput ||= before.data.some((x, i) => !Object.is(x, into.data[i]));
          if (!finished.includes(each)) {
            finished.push(each);
          }
          return output;
        }),
        replace(module, 'backward', run => gradOutput => {
          const grad = run(gradOutput);
          each.gradShape = Tensor.from(grad).shape;
          return grad;
        })
      );
    }
    passes();
  } finally {
    restore.forEach(each => each());
  }
  return finished;
}

/** Puts another function in the place of a method of one object. @returns what puts the method back */
function replace(
  module: Module,
  name: Pass,
  around: (run: (x: TensorLike) => Tensor) => (x: TensorLike) => Tensor
): () => void {
  const own = Object.getOwnPropertyDescriptor(module, name);
  const value = around(module[name].bind(module));
  Object.defineProperty(module, name, { value, configurable: true, enumerable: false });
  return () => {
    if (own) {
      Object.defineProperty(module, name, own);
    } else {
      delete (module as Partial<Module>)[name];
    }
  };
}

/** A model's layers and itself, each once. */
function withPaths(module: Module, path: string, seen: Set<Module>): Watched[] {
  if (seen.has(module)) {
    return [];
  }
  seen.add(module);
  const inside = module
    .children()
    .flatMap(([name, child]) => withPaths(child, path ? `${path}.${name}` : name, seen));
  return [...inside, { module, path, changedInput: false }];
}
