import { translatable } from '../../page/translate';
import type { FeedForward } from '../../../engine';
import type { Arm, BlockKind, BlockPass, Links } from './block';

/** The names of the gated ones. */
const VARIANTS: Partial<Record<string, string>> = { swiglu: 'SwiGLU', geglu: 'GEGLU', reglu: 'ReGLU' };

/** Two Linears with the activation between them; with a gate, two arms that meet in ⊙, and a Linear. */
export const feedForward: BlockKind<FeedForward> = {
  variant: ({ activationName }) => VARIANTS[activationName],
  detail: ({ dModel, dHidden }) => `${dModel} → ${dHidden} → ${dModel}`,
  arms: pass => {
    const { layer, path, x, y, g } = pass;
    const { names, bias, u, bent, gate, h, gradHidden, gradU, gradGate } = layer.parts(pass);
    const [widen, narrow, up] = names;
    const f = layer.activation;
    const linear = (
      part: string,
      into: Links['weight'] & object,
      from: number
    ): Pick<Arm, 'bias' | 'links'> => ({
      ...(bias ? { bias: `${path}.${part}.bias` } : {}),
      links: [{ from, joins: 'weights', weight: into }]
    });
    const weight = (part: string, of: Pick<BlockPass, 'x' | 'g'>): Links['weight'] & object => ({
      name: `${path}.${part}.weight`,
      x: of.x,
      grad: of.g
    });
    const arms: Arm[] = [
      {
        ...{ column: 0, heading: `h = ${f.symbol}(u)`, symbol: 'h', value: bent, grad: gradU },
        sum: { value: u, activation: f },
        ...linear(widen, weight(widen, { x, g: gradU }), -1)
      }
    ];
    if (up && gate && gradGate) {
      arms[0] = { ...arms[0], word: translatable('gate'), heading: `${f.symbol}(u)`, symbol: 'u' };
      arms.push(
        {
          ...{ column: 0, heading: 'v', symbol: 'v', value: gate, grad: gradGate },
          word: translatable('up'),
          ...linear(up, weight(up, { x, g: gradGate }), -1)
        },
        {
          ...{ column: 1, heading: `h = ${f.symbol}(u) ⊙ v`, symbol: 'h', sign: '⊙' as const, value: h },
          grad: gradHidden,
          links: [
            { from: 0, joins: 'each' },
            { from: 1, joins: 'each' }
          ]
        }
      );
    }
    const { kept } = layer.dropout;
    if (kept && !gate) {
      arms.push({
        ...{
          column: 1,
          heading: `Dropout ${layer.dropout.p}`,
          symbol: 'h',
          value: h,
          grad: gradHidden,
          kept
        },
        links: [{ from: 0, joins: 'each' }]
      });
    } else if (kept) {
      arms[2] = { ...arms[2], kept };
    }
    const last = arms.length - 1;
    return [
      ...arms,
      {
        ...{ column: arms[last].column + 1, heading: '', symbol: 'y', value: y, grad: g },
        ...linear(narrow, weight(narrow, { x: h, g }), last)
      }
    ];
  }
};
