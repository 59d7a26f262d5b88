import { Translate, architecture, readNetwork, symbolToText } from '../derivation';
import { ModelSnapshot, decodeTensor } from '../trace';
import type { Document } from './document';
import { modelTable } from './tableOfParameters';
import { networkPicture } from './networkPicture';

/** A model: its network and its weights. */
export function modelDocument(snapshot: ModelSnapshot, translate: Translate, digits: number): Document {
  const { model, params, buffers = [] } = snapshot;
  const inputs = model.find(({ type }) => type === 'Linear')?.inFeatures ?? 1;
  const network = readNetwork(
    model,
    inputs as number,
    params.map(({ name }) => name)
  );
  const widths = [network.inputs, ...network.stages.map(({ units }) => units)];
  const about = model.map(({ type }) => type).join(' · ');
  const picture = networkPicture(
    {
      network,
      named: false,
      digits,
      weights(column) {
        const { linear } = network.stages[column - 1];
        const found = linear !== null && params.find(({ name }) => name === `${model[linear].name}.weight`);
        return found ? decodeTensor(found.value).data : null;
      },
      node: (column, unit) => ({
        symbol: symbolToText({
          name: column === 0 ? 'x' : column === widths.length - 1 ? 'ŷ' : 'h',
          ...(widths[column] > 1 ? { sub: String(unit + 1) } : {})
        })
      })
    },
    translate,
    about,
    translate(
      'A network of %1 inputs and %2 outputs, with its weights.',
      inputs as number,
      widths[widths.length - 1]
    )
  );
  return {
    heading: architecture(network),
    about: [about],
    sentences: [],
    picture,
    sections: [],
    table: modelTable([...params, ...buffers], translate, digits)
  };
}
