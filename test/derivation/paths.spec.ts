import * as fc from 'fast-check';
import { MAX_PATHS, Terms, pathsOf, valueOf } from '../../src/derivation';
import { evaluate } from '../../src/engine/expression';
import { TraceReader } from '../../src/trace';
import { makeTrace, recipes } from './networks';

test('a gradient is the sum over all paths from the loss', () => {
  fc.assert(
    fc.property(recipes, recipe => {
      const terms = new Terms(new TraceReader(makeTrace(recipe)), 0, 0);
      const stage = terms.network.stages.find(({ linear }) => linear !== null)!;
      const { count, paths, total } = pathsOf(terms, stage, stage.units - 1, stage.inputs - 1);
      const sum = paths.reduce((part, path) => part + evaluate(path.product), 0);
      const share = valueOf(total.result);
      // No path goes through a layer that mixes a row, such as softmax.
      const mixed = terms.network.stages
        .slice(terms.network.stages.indexOf(stage))
        .some(({ activations }) => activations.some(layer => terms.activation(layer) === null));
      expect(paths.length).toBe(count > MAX_PATHS || mixed ? 0 : count);
      if (paths.length > 0) {
        expect(Math.abs(sum - share)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(share)));
      }
    })
  );
});
