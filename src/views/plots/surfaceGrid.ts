import { Activation, Module, Softmax, Tensor } from '../../engine';
import { LayerSpec, NamedTensor, Trace, decodeTensor, replayModel } from '../../trace';

/** Every layer's outputs for every cell of a grid over the inputs. */
export interface SurfaceGrid {
  /** The range of each input. */
  domain: [number, number][];
  /** Cells per side; for one input, the number of points. */
  n: number;
  /** Per layer, of shape cells × units. The first row of cells is the top one, as on a canvas. */
  outputs: Tensor[];
  layers: Module[];
}

/** Multiplications per grid, at most: about 20 ms. */
const BUDGET = 2e7;
/** Numbers kept per grid, at most. */
const KEPT = 2e6;
/** Cells per side of a grid over two inputs, at most. */
const CELLS = 44;
/** Points over one input. */
const POINTS = 200;

const domains = new WeakMap<LayerSpec[], [number, number][]>();
const grids = new WeakMap<NamedTensor[], { key: string; grid: SurfaceGrid | null }>();

/** Whether a network has one or two real inputs, so that its surface can be drawn. */
export const isDrawable = ({ data, model }: Trace): boolean =>
  data.input.shape.length === 2 && data.input.shape[1] <= 2 && model[0].type !== 'Embedding';

/**
 * The range of the inputs with a margin. It stays the same while a sample moves within it, so that the picture does
 * not slide under the pointer, and grows with a sample that leaves it.
 */
export function inputDomain({ model, data }: Trace): [number, number][] {
  const { data: x, shape } = decodeTensor(data.input);
  const known = domains.get(model);
  const domain = Array.from({ length: shape[1] }, (_, k): [number, number] => {
    const column = Array.from({ length: shape[0] }, (_, s) => x[s * shape[1] + k]).filter(Number.isFinite);
    const [low, high] = [Math.min(...column), Math.max(...column)];
    if (known && low >= known[k][0] && high <= known[k][1]) {
      return known[k];
    }
    const margin = Math.max((high - low) * 0.15, high === low ? Math.max(1, Math.abs(low)) : 0);
    const [from, to] = [low - margin, high + margin];
    return known ? [Math.min(known[k][0], from), Math.max(known[k][1], to)] : [from, to];
  });
  domains.set(model, domain);
  return domain;
}

/**
 * The outputs of every layer over the range of the data, by one forward pass of the engine in evaluation mode
 * (nothing is dropped). Cached per iteration's weights.
 * @returns null for a model with a user-defined layer
 */
export function surfaceOf(trace: Trace, iteration: number): SurfaceGrid | null {
  const { params } = trace.iterations[iteration];
  const domain = inputDomain(trace);
  const key = JSON.stringify(domain);
  const known = grids.get(params);
  if (known?.key === key) {
    return known.grid;
  }
  const units = trace.iterations[0].forward.reduce((sum, { output }) => sum + output.shape[1], 1);
  const grid = gridOf(trace.model, params, domain, units);
  grids.set(params, { key, grid });
  return grid;
}

/**
 * The outputs of every layer over a range of inputs, for any weights.
 * @param units of all layers together, roughly
 */
export function gridOf(
  specs: LayerSpec[],
  params: NamedTensor[],
  domain: [number, number][],
  units: number
): SurfaceGrid | null {
  let model;
  try {
    model = replayModel(specs, params).eval();
  } catch {
    return null;
  }
  const layers = model.children().map(([, layer]) => layer);
  const products = model.parameters().reduce((sum, { data }) => sum + data.length, 1);
  const most = Math.sqrt(Math.min(BUDGET / products, KEPT / units));
  const n = domain.length === 1 ? POINTS : Math.max(8, Math.min(CELLS, Math.floor(most)));
  let x = cells(domain, n);
  const outputs = layers.map(layer => (x = layer.forward(x)));
  return { domain, n, outputs, layers };
}

/** The middle of each cell; for one input, points from end to end. */
function cells([x, y]: [number, number][], n: number): Tensor {
  if (!y) {
    return new Tensor(
      [n, 1],
      Float64Array.from({ length: n }, (_, i) => x[0] + ((x[1] - x[0]) * i) / (n - 1))
    );
  }
  const data = new Float64Array(n * n * 2);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const at = 2 * (row * n + column);
      data[at] = x[0] + ((x[1] - x[0]) * (column + 0.5)) / n;
      data[at + 1] = y[1] - ((y[1] - y[0]) * (row + 0.5)) / n;
    }
  }
  return new Tensor([n * n, 2], data);
}

/** One unit's outputs over the grid. */
export function valuesOf({ outputs }: SurfaceGrid, layer: number, unit: number): Float64Array {
  const { data, shape } = outputs[layer];
  return Float64Array.from({ length: shape[0] }, (_, cell) => data[cell * shape[1] + unit]);
}

/** The value drawn palest, and the distance from it drawn in full colour. */
export interface Shades {
  middle: number;
  reach: number;
}

/** The middle and the bounds of a bounded function such as a sigmoid; else 0 and the largest |value|. */
export function shadesOf(layer: Module, values: Float64Array): Shades {
  if (layer instanceof Activation) {
    const [low, high] = [layer.value(-500), layer.value(500)];
    if (
      Math.abs(high - low) > 0 &&
      Math.abs(low - layer.value(-300)) < 1e-6 &&
      Math.abs(high - layer.value(300)) < 1e-6
    ) {
      return { middle: (low + high) / 2, reach: (high - low) / 2 };
    }
  }
  if (layer instanceof Softmax) {
    return { middle: 0.5, reach: 0.5 };
  }
  return {
    middle: 0,
    reach: values.reduce((most, x) => Math.max(most, Number.isFinite(x) ? Math.abs(x) : 0), 0) || 1
  };
}

/** Each cell's largest output, and its lead over the second largest. */
export function winners({ data, shape }: Tensor): { winner: Uint16Array; lead: Float64Array } {
  const [rows, width] = shape;
  const winner = new Uint16Array(rows);
  const lead = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let [best, second] = [-Infinity, -Infinity];
    for (let j = 0; j < width; j++) {
      const x = data[row * width + j];
      if (x > best) {
        [second, best, winner[row]] = [best, x, j];
      } else if (x > second) {
        second = x;
      }
    }
    lead[row] = best - second;
  }
  return { winner, lead };
}
