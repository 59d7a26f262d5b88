/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { BCELoss, Linear, Module, SGD, Sequential, Sigmoid, Tensor, manualSeed } from '../../../src/engine';
import { record } from '../../../src/trace';
import { inputsOf, nodePicture } from '../../../src/views/graph/nodePicture';
import { NodeSurfaces } from '../../../src/views/graph/nodeSurfaces';
import { surfaceOf } from '../../../src/views/plots/surfaceGrid';
import { RGB } from '../../../src/views/plots/surfacePaint';
import { StepperModel } from '../../../src/views/state/stepperModel';

/** What was painted last, cell by cell: jsdom has no canvas. */
let pixels: number[][] = [];
let paintings = 0;
beforeEach(() => {
  paintings = 0;
  const context = {
    createImageData: (width: number, height: number) => ({ data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: ({ data }: ImageData) => {
      paintings++;
      pixels = Array.from({ length: data.length / 4 }, (_, i) => Array.from(data.slice(4 * i, 4 * i + 4)));
    }
  };
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
  jest.spyOn(HTMLCanvasElement.prototype, 'toDataURL').mockImplementation(() => `data:${paintings}`);
});
afterEach(() => jest.restoreAllMocks());

const doubled = ({ shape, data }: Tensor): Tensor =>
  new Tensor(
    shape,
    data.map(x => 2 * x)
  );

class Doubling extends Module {
  forward(x: Tensor): Tensor {
    return doubled(x);
  }
  backward(grad: Tensor): Tensor {
    return doubled(grad);
  }
}

const modelOf = (inputs = 2, extra: Module[] = []): StepperModel => {
  manualSeed(0);
  const network = new Sequential(
    new Linear(inputs, 3),
    new Sigmoid(),
    ...extra,
    new Linear(3, 1),
    new Sigmoid()
  );
  const row = (x: number): number[] => Array.from({ length: inputs }, (_, k) => x + k);
  return new StepperModel(
    record(network, {
      input: [row(0.5), row(-1)],
      target: [[1], [0]],
      loss: new BCELoss(),
      optimizer: new SGD(network.parameters(), { lr: 1 }),
      iterations: 2
    })
  );
};

const blue: RGB = [0, 0, 255];
const orange: RGB = [255, 128, 0];

describe('the picture of a node', () => {
  const model = modelOf();
  const grid = surfaceOf(model.trace, 0)!;
  const canvas = document.createElement('canvas');
  const paint = (column: number, unit: number): number[][] => {
    nodePicture(canvas, grid, model.network, [column, unit], [blue, orange]);
    return pixels;
  };

  test('shows an input itself: the first from left to right, the second from bottom to top', () => {
    const { n, domain } = grid;
    const [first, second] = [inputsOf(grid, 0), inputsOf(grid, 1)];
    const middle = (axis: number, at: number): number =>
      domain[axis][0] + ((domain[axis][1] - domain[axis][0]) * (at + 0.5)) / n;
    for (const [row, column] of [
      [0, 0],
      [0, n - 1],
      [3, 5],
      [n - 1, 2]
    ]) {
      expect(first[row * n + column]).toBeCloseTo(middle(0, column), 12);
      expect(second[row * n + column]).toBeCloseTo(middle(1, n - 1 - row), 12);
    }
    const shown = paint(0, 0);
    expect(shown).toHaveLength(n * n);
    shown.forEach((pixel, cell) => {
      expect(pixel.slice(0, 3)).toEqual(first[cell] > 0 ? blue : orange);
      const reach = Math.max(...domain[0].map(Math.abs));
      expect(pixel[3]).toBe(Math.round((Math.abs(first[cell]) / reach) * 0.8 * 255));
    });
  });

  test.each([
    [1, 0],
    [1, 2],
    [2, 0]
  ])('shows what the last layer of column %i computes for unit %i', (column, unit) => {
    const layer = column === 1 ? 1 : 3;
    const { data, shape } = grid.outputs[layer];
    paint(column, unit).forEach((pixel, cell) => {
      // Between the bounds of the sigmoid, 0 and 1.
      const t = (data[cell * shape[1] + unit] - 0.5) / 0.5;
      expect(pixel).toEqual([...(t > 0 ? blue : orange), Math.round(Math.abs(t) * 0.8 * 255)]);
    });
  });
});

describe('the button', () => {
  test('is there for two inputs alone, and for no layer of the learner’s own', () => {
    const button = (model: StepperModel): unknown => new NodeSurfaces(model, english, () => undefined).button;
    expect(button(modelOf())).not.toBeNull();
    expect(button(modelOf(1))).toBeNull();
    expect(button(modelOf(3))).toBeNull();
    expect(button(modelOf(2, [new Doubling()]))).toBeNull();
  });

  test('turns the pictures on and off', () => {
    const changed = jest.fn();
    const surfaces = new NodeSurfaces(modelOf(), english, changed);
    const button = surfaces.button!;
    expect(button.textContent).toBe('surfaces in the neurons');
    expect(button.getAttribute('aria-pressed')).toBe('false');
    expect(surfaces.backdrop()).toBeUndefined();
    button.click();
    expect(button.getAttribute('aria-pressed')).toBe('true');
    expect(surfaces.backdrop()).toBeDefined();
    button.click();
    expect(button.getAttribute('aria-pressed')).toBe('false');
    expect(surfaces.backdrop()).toBeUndefined();
    expect(changed).toHaveBeenCalledTimes(2);
  });

  test('draws nothing for a network without pictures', () =>
    expect(new NodeSurfaces(modelOf(3), english, () => undefined).backdrop()).toBeUndefined());
});

describe('the pictures', () => {
  const turnedOn = (): { model: StepperModel; surfaces: NodeSurfaces } => {
    const model = modelOf();
    const surfaces = new NodeSurfaces(model, english, () => undefined);
    surfaces.button!.click();
    return { model, surfaces };
  };

  test('are painted once per node and iteration', () => {
    const { model, surfaces } = turnedOn();
    const first = surfaces.backdrop()!(1, 0);
    expect(surfaces.backdrop()!(1, 1)).not.toBe(first);
    model.goTo(3);
    expect(surfaces.backdrop()!(1, 0)).toBe(first);
    expect(paintings).toBe(2);
    model.goTo(model.steps - 1);
    expect(model.step.iteration).toBe(1);
    expect(surfaces.backdrop()!(1, 0)).not.toBe(first);
  });

  test('are painted anew in another theme', () => {
    const { surfaces } = turnedOn();
    const first = surfaces.backdrop()!(1, 0);
    const style = { getPropertyValue: () => '#123456' } as unknown as CSSStyleDeclaration;
    jest.spyOn(window, 'getComputedStyle').mockReturnValue(style);
    expect(surfaces.backdrop()!(1, 0)).not.toBe(first);
  });

  test('end with unit 63 of a layer', () => {
    const { surfaces } = turnedOn();
    expect(surfaces.backdrop()!(1, 64)).toBeUndefined();
    expect(paintings).toBe(0);
  });
});
