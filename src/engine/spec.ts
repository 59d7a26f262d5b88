import { Module } from './module';
import { Sequential } from './layers/sequential';

/** The options of a layer, loss or optimiser, as a trace lists them. */
export type Options = Record<string, number | string | boolean | number[]>;

/** A layer as data: its type and its options; of a Sequential, its layers by name. */
export interface ModuleSpec {
  type: string;
  options?: Options;
  layers?: [string, ModuleSpec][];
}

/** What a layer is made of: `moduleOf` in the registry makes it again, `shapesOf` says what it holds. */
export function specOf(module: Module): ModuleSpec {
  if (module instanceof Sequential) {
    const layers = module.children().map(([name, layer]): [string, ModuleSpec] => [name, specOf(layer)]);
    return { type: 'Sequential', layers };
  }
  return { type: module.constructor.name, options: module.options() };
}

/** A parameter's name and shape. */
export type NamedShape = [string, number[]];

/**
 * The parameters that a layer of this spec has, in order, without making it: so that numbers that are said to
 * be its can be checked before anything is allocated. Null for a type that is not known here.
 */
export function shapesOf({ type, options = {}, layers }: ModuleSpec): NamedShape[] | null {
  if (type === 'Sequential') {
    const each = (layers ?? []).map(([name, layer]) => prefixed(name, shapesOf(layer)));
    return each.includes(null) ? null : (each as NamedShape[][]).flat();
  }
  const known = Object.hasOwn(parameters, type) ? parameters[type] : null;
  return known && known(options);
}

const prefixed = (name: string, shapes: NamedShape[] | null): NamedShape[] | null =>
  shapes && shapes.map(([rest, shape]): NamedShape => [`${name}.${rest}`, shape]);

const none = (): NamedShape[] => [];

const linear = (inside: unknown, out: unknown, bias: unknown): NamedShape[] => [
  ['weight', [out as number, inside as number]],
  ...(bias === false ? [] : [['bias', [out as number]] as NamedShape])
];

const parameters: Record<string, (options: Options) => NamedShape[] | null> = {
  Linear: o => linear(o.inFeatures, o.outFeatures, o.bias),
  LayerNorm: o => {
    const shape = [o.features as number];
    const all: NamedShape[] = [
      ['weight', shape],
      ['bias', shape]
    ];
    return o.elementwiseAffine === false ? [] : all.slice(0, o.bias === false ? 1 : 2);
  },
  Embedding: o => [['weight', [o.numEmbeddings as number, o.embeddingDim as number]]],
  FeedForward: o => {
    const wide = linear(o.dModel, o.dHidden, o.bias);
    const narrow = linear(o.dHidden, o.dModel, o.bias);
    const parts: [string, NamedShape[]][] =
      o.activation === 'swiglu'
        ? [
            ['w1', wide],
            ['w2', narrow],
            ['w3', wide]
          ]
        : [
            ['linear1', wide],
            ['linear2', narrow]
          ];
    return parts.flatMap(([name, shapes]) => prefixed(name, shapes)!);
  },
  Residual: o => prefixed('block', shapesOf(JSON.parse(String(o.block)) as ModuleSpec)),
  Identity: none,
  Sigmoid: none,
  Tanh: none,
  ReLU: none,
  LeakyReLU: none,
  ELU: none,
  GELU: none,
  SiLU: none,
  Softplus: none,
  Softmax: none,
  LogSoftmax: none,
  Dropout: none
};
