import type { Operation } from '../../../derivation';

/** What a step asks of a layer. */
export interface Asked {
  active: boolean;
  /** The outputs, in the backward pass the inputs, that the step is about; null for all. */
  units: Set<number> | null;
  backward: boolean;
}

/** What operations ask of a layer, by its index. */
export function askedOf(operations: Operation[], at: number): Asked {
  const own = operations.filter(operation => 'layer' in operation && operation.layer === at);
  const units = own.flatMap(({ kind, ...rest }) =>
    (kind === 'activation' || kind === 'slope') && 'unit' in rest ? [rest.unit] : []
  );
  return {
    active: own.length > 0 || operations.some(({ kind }) => kind === 'after'),
    units: units.length > 0 ? new Set(units) : null,
    backward: own.some(({ kind }) => kind === 'slope')
  };
}
