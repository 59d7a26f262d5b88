/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { english } from '../../../src/derivation';
import { parseAddress } from '../../../src/trace';
import { Graph } from '../../../src/views/graph/graph';
import { stepperScene } from '../../../src/views/graph/stepperScene';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { makeTrace, recipes } from '../../derivation/networks';
import { attributesIn, makeScene, sceneNode, textsIn } from './scenes';

const node = jest.fn();
const edge = jest.fn();
const make = (height?: number): Graph => new Graph(english, { node, edge }, height);
const svgOf = ({ element }: Graph): Element => element.querySelector('.sg-graph-svg')!;

test('shows every number of a random network at its place, as the learner steps through it', () => {
  const moves = fc.array(fc.record({ at: fc.nat(200), sample: fc.nat(3), batch: fc.boolean() }), {
    minLength: 1,
    maxLength: 6
  });
  fc.assert(
    fc.property(recipes, moves, (recipe, places) => {
      const model = new StepperModel(makeTrace(recipe));
      const graph = make();
      for (const { at, sample, batch } of places) {
        model.goTo(at % model.steps);
        model.sample = sample % recipe.samples;
        model.batch = batch;
        const scene = stepperScene(model);
        graph.draw(scene);
        for (const group of svgOf(graph).querySelectorAll('.sg-node:not(.sg-loss-node)')) {
          const [column, unit] = group.getAttribute('data-link')!.match(/\d+/g)!.map(Number);
          const { sum, value, was, delta } = scene.node(column, unit);
          expect(attributesIn(group, '[data-value]', 'data-value')).toEqual(
            [sum?.value, value, was, delta].flatMap(shown => (shown ? [textOf(shown.value)] : []))
          );
          for (const ref of attributesIn(group, '[data-ref]', 'data-ref')) {
            expect(parseAddress(ref!)!.index).toEqual([model.sample, unit]);
          }
        }
        for (const hit of svgOf(graph).querySelectorAll('.sg-hit')) {
          const { index } = parseAddress(hit.getAttribute('data-ref')!)!;
          const column = scene.widths.findIndex(
            (_, c) =>
              c > 0 &&
              scene.joins(c) === 'weights' &&
              scene.edge(c, 0, 0).weight.ref.split('[')[0] === hit.getAttribute('data-ref')!.split('[')[0]
          );
          const { weight } = scene.edge(column, index[0], index[1]);
          expect(hit.getAttribute('data-value')).toBe(textOf(weight.value));
        }
      }
    }),
    { numRuns: 12 }
  );
});

/** The nodes, the gaps and the lines; which of two lines lies on top may differ. */
const partsOf = (graph: Graph): string[] =>
  Array.from(svgOf(graph).querySelectorAll('path, .sg-node, .sg-gap'), part => part.outerHTML).sort();

const textOf = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));

test('looks after a change of width as one that is drawn at that width', () => {
  const widths = fc.array(fc.integer({ min: 200, max: 1300 }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(recipes, fc.nat(200), fc.boolean(), widths, (recipe, at, batch, sizes) => {
      const model = new StepperModel(makeTrace(recipe));
      model.goTo(at % model.steps);
      model.batch = batch;
      const graph = make();
      for (const width of sizes) {
        graph.resize(width);
        graph.draw(stepperScene(model));
        const fresh = make();
        fresh.resize(width);
        fresh.draw(stepperScene(model));
        expect(partsOf(graph)).toEqual(partsOf(fresh));
      }
    }),
    { numRuns: 12 }
  );
});

describe('the picture', () => {
  test('is as high as the network needs, and as wide as the room, or scrolls', () => {
    const graph = make();
    graph.draw(makeScene());
    const size = (): (string | null)[] =>
      ['viewBox', 'width', 'height'].map(name => svgOf(graph).getAttribute(name));
    expect(size()).toEqual(['0 0 560 288', '560', '288']);
    expect(graph.resize(800)).toBe(true);
    expect(graph.resize(801)).toBe(false);
    expect(graph.resize(803)).toBe(true);
    expect(graph.resize(801)).toBe(true);
    graph.draw(makeScene());
    expect(size()[1]).toBe('801');
    graph.resize(10);
    graph.draw(makeScene());
    expect(Number(size()[1])).toBeGreaterThan(200);
  });

  test('of a small graph has the given height, and symbols in its nodes', () => {
    const graph = make(150);
    graph.draw(makeScene({ targets: [] }));
    expect(svgOf(graph).getAttribute('height')).toBe('150');
    expect(svgOf(graph).querySelector('[data-value]:not(.sg-hit)')).toBeNull();
    // Half the width of a gap's text stays free beside the outputs without names.
    const output = svgOf(graph).querySelector('[data-link="node 2 0"]')!;
    expect(output.getAttribute('transform')).toMatch(/^translate\(511,/);
  });

  test('leaves room for the names of the inputs', () => {
    const x = (featureNames?: string[]): number => {
      const graph = make();
      graph.draw(makeScene(featureNames ? { featureNames } : {}));
      const input = svgOf(graph).querySelector('.sg-input')!;
      return Number(/\((\d+)/.exec(input.getAttribute('transform')!)![1]);
    };
    expect(x()).toBe(34 + 25);
    // 10 letters of 7.2 px, and 12 px.
    expect(x(['0123456789'])).toBe(84 + 25);
  });

  test('names itself, and each section of the page knows it', () => {
    const { element } = make();
    expect(element.getAttribute('data-section')).toBe('graph');
    expect(element.querySelector('svg')!.getAttribute('aria-label')).toBe('The network');
  });
});

describe('the loss', () => {
  test('is there as long as there are targets', () => {
    const graph = make();
    graph.draw(makeScene());
    expect(svgOf(graph).querySelectorAll('.sg-loss-node')).toHaveLength(1);
    graph.draw(makeScene({ targets: [] }));
    expect(svgOf(graph).querySelectorAll('.sg-loss-node')).toHaveLength(0);
    graph.draw(makeScene());
    expect(svgOf(graph).querySelectorAll('.sg-loss-node')).toHaveLength(1);
  });
});

describe('the legend', () => {
  const first = (graph: Graph): string | null => textsIn(graph.foot, '.sg-legend > span')[0];

  test('follows phase, sample and scale, and stays in place otherwise', () => {
    const graph = make();
    graph.draw(makeScene());
    const entry = graph.foot.querySelector('.sg-legend span');
    graph.draw(makeScene({ loss: { active: true } }));
    expect(graph.foot.querySelector('.sg-legend span')).toBe(entry);
    expect(first(graph)).toBe('edge width: |w|');
    graph.draw(makeScene({ phase: 'backward' }));
    expect(first(graph)).toBe('edge width: |∂L/∂w|');
    graph.draw(makeScene({ phase: 'backward', samples: 3, sample: 1 }));
    expect(graph.foot.textContent).toContain('sample 2’s share');
    graph.draw(makeScene({ phase: 'backward', samples: 3, sample: 2 }));
    expect(graph.foot.textContent).toContain('sample 3’s share');
    graph.draw(makeScene({ phase: 'backward', samples: 3, sample: 2, largest: 8 }));
    expect(textsIn(graph.foot, '.sg-legend-entry').slice(-3)).toEqual(['8', 'positive', 'negative']);
  });
});

describe('clicks', () => {
  test('open nodes and edges', () => {
    const graph = make();
    graph.draw(makeScene());
    svgOf(graph).querySelector('[data-link="node 1 2"]')!.dispatchEvent(new MouseEvent('click'));
    expect(node).toHaveBeenLastCalledWith(1, 2);
    svgOf(graph).querySelector('[data-link="layer1.weight[2,1]"]')!.dispatchEvent(new MouseEvent('click'));
    expect(edge).toHaveBeenLastCalledWith(1, 2, 1);
  });

  test('keep one Tab stop', () => {
    const graph = make();
    document.body.append(graph.element);
    graph.draw(makeScene());
    expect(graph.element.querySelectorAll('[data-link][tabindex="0"]').length).toBeLessThanOrEqual(1);
    expect(graph.element.querySelectorAll('[data-link][tabindex]').length).toBe(6 + 9 + 1);
    graph.element.remove();
  });
});

describe('a folded column', () => {
  const scene = makeScene({ widths: [1, 20], targets: [] });
  const drawn = (graph: Graph): (string | null)[] =>
    attributesIn(svgOf(graph), '.sg-activation', 'data-link').map(link => link!.replace('node 1 ', ''));

  /** Clicks the gap, and answers. */
  function ask(graph: Graph, text: string, key = 'Enter'): void {
    svgOf(graph).querySelector('.sg-gap')!.dispatchEvent(new MouseEvent('click'));
    const input = graph.element.querySelector('input')!;
    expect(document.activeElement).toBe(input);
    input.value = text;
    input.dispatchEvent(new KeyboardEvent('keydown', { key }));
    expect(graph.element.querySelector('input')).toBeNull();
  }

  let graph: Graph;
  beforeEach(() => {
    graph = make();
    document.body.append(graph.element);
    graph.draw(scene);
  });
  afterEach(() => graph.element.remove());

  test('unfolds the unit that the learner asks for, and focuses it', () => {
    expect(drawn(graph)).not.toContain('12');
    ask(graph, '13');
    expect(drawn(graph)).toContain('12');
    expect((document.activeElement as Element).getAttribute('data-link')).toBe('node 1 12');
  });

  test('keeps the last three units that were asked for, the last one first', () => {
    for (const text of ['11', '12', '13', '12', '14']) {
      ask(graph, text);
    }
    expect(drawn(graph)).toEqual(expect.arrayContaining(['11', '12', '13']));
    expect(drawn(graph)).not.toContain('10');
  });

  test('stays as it is after Escape, and gives the focus back to the gap', () => {
    const before = drawn(graph);
    ask(graph, '13', 'Escape');
    expect(drawn(graph)).toEqual(before);
    expect((document.activeElement as Element).getAttribute('data-link')).toBe('gap 1');
  });

  test('shows the units of the step beside those that were asked for', () => {
    ask(graph, '13');
    graph.draw({ ...scene, looked: [[], [15]] });
    expect(drawn(graph)).toEqual(expect.arrayContaining(['12', '15']));
  });

  test('places the input at the gap', () => {
    svgOf(graph).querySelector('.sg-gap')!.dispatchEvent(new MouseEvent('click'));
    const { style } = graph.element.querySelector('input')!;
    const gap = svgOf(graph).querySelector('.sg-gap')!;
    expect(style.left).toBe(`${Number(gap.getAttribute('x')) - 60}px`);
    expect(style.top).toBe(`${Number(gap.getAttribute('y')) - 20}px`);
  });
});

test('draws pictures behind the numbers', () => {
  const graph = make();
  graph.draw(
    makeScene({ node: (column, unit) => sceneNode(column, unit) }),
    (column, unit) => `${column}${unit}`
  );
  expect(attributesIn(svgOf(graph), 'image', 'href')).toEqual(['00', '01', '10', '11', '12', '20']);
});
