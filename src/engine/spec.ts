/** The options of a layer, loss or optimiser, as a trace lists them. */
export type Options = Record<string, number | string | boolean | number[]>;

/** A layer as data: its type and its options; for a Sequential, its layers by name. */
export interface ModuleSpec {
  type: string;
  options?: Options;
  layers?: [string, ModuleSpec][];
}

/** A parameter's name and shape. */
export type NamedShape = [string, number[]];

/** Lists the parameters of a spec, null if its type is not in the registry: `shapesOf` of the registry. */
export type ListShapes = (spec: ModuleSpec) => NamedShape[] | null;

/** Adds a prefix to every name: `weight` becomes `block.weight`. */
export const prefixed = (prefix: string, shapes: NamedShape[]): NamedShape[] =>
  shapes.map(([name, shape]) => [`${prefix}.${name}`, shape]);
