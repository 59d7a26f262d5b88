import { Block, Line } from './derivation';
import { Terms } from './terms';
import { updateLines } from './update';

/** More parameters of one layer than this are not written out. */
const WRITTEN = 12;

/** The first parameters of a layer that is no Linear, element by element. */
function elements(terms: Terms, layer: number): { name: string; i: number }[] {
  return terms
    .parametersOf(layer)
    .flatMap(name =>
      Array.from(
        { length: Math.min(WRITTEN, terms.reader.param(terms.iteration, name)!.data.length) },
        (_, i) => ({
          name,
          i
        })
      )
    )
    .slice(0, WRITTEN);
}

/** The gradients of a layer's own parameters, as its `backward` gave them: no formula for them is known. */
export function ownBlock(terms: Terms, layer: number): Block {
  const lines = elements(terms, layer).map(({ name, i }): Line => {
    const grad = terms.ownedGrad(name, i);
    return { left: grad, forms: [], result: grad };
  });
  return { heading: 'Chain rule', lines };
}

/** Their updates. */
export function ownUpdateBlock(terms: Terms, layer: number): Block {
  const { update } = terms.reader.trace.iterations[terms.iteration];
  const updated = elements(terms, layer).filter(({ name }) => update.some(({ param }) => param === name));
  const lines = updated.flatMap(({ name, i }) =>
    updateLines(terms, name, i, terms.owned(name, i), terms.ownedGrad(name, i))
  );
  return { heading: 'Update', lines };
}
