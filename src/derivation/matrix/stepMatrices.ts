import type { Tensor } from '../../engine';
import type { Notation, Role } from '../../engine/formula/expression';
import { Stage, lastLayer } from '../network';
import { Terms } from '../terms';
import type { Axis, Matrix } from './matrix';

/** The rows and columns of a weight or of a tensor, samples × features. A tensor of one dimension is one row. */
export interface Source {
  tensor: Tensor;
  /** The address of its numbers, without index. */
  name: string;
  grad?: boolean;
}

/** Makes the matrices of a step. */
export class StepMatrices {
  constructor(readonly terms: Terms) {}

  of(symbol: Notation, role: Role, source: Source, axes: [Axis, Axis], lit: Matrix['lit']): Matrix {
    const { tensor, name, grad = false } = source;
    const flat = tensor.shape.length === 1;
    const [rows, columns] = flat ? [1, tensor.shape[0]] : tensor.shape;
    return {
      symbol,
      role,
      transposed: false,
      rows,
      columns,
      axes,
      at: (i, j) => tensor.data[i * columns + j],
      ref: (i, j) => this.terms.ref(name, flat ? [j] : this.place(name, axes, i, j), grad),
      lit
    };
  }

  private place(name: string, [axis]: [Axis, Axis], i: number, j: number): number[] {
    const { reader, iteration, network } = this.terms;
    if (axis !== 'samples') {
      return [i, j];
    }
    const { data, iterations } = reader.trace;
    const at = network.layers.findIndex((_, layer) => name === `${this.terms.name(layer)}.output`);
    const { shape } =
      name === 'input' || name === 'target' ? data[name] : iterations[iteration].forward[at].output;
    return reader.placeIn(shape, i, j);
  }

  /** The input of a row of neurons. */
  incoming(stage: Stage, lit: Matrix['lit']): Matrix {
    const { stages } = this.terms.network;
    const before = stages[stages.indexOf(stage) - 1];
    return before ? this.output(lastLayer(before), lit, 'inputs') : this.input(lit);
  }

  /** The input of a layer. */
  before(at: number, lit: Matrix['lit']): Matrix {
    return at === 0 ? this.input(lit) : this.output(at - 1, lit);
  }

  input(lit: Matrix['lit']): Matrix {
    const { reader, iteration } = this.terms;
    const source = { tensor: reader.layerInput(iteration, 0), name: 'input' };
    return this.of({ name: 'X' }, 'input', source, ['samples', 'inputs'], lit);
  }

  output(at: number, lit: Matrix['lit'], columns: Axis = 'neurons'): Matrix {
    const { terms } = this;
    const source = {
      tensor: terms.reader.layerOutput(terms.iteration, at),
      name: `${terms.name(at)}.output`
    };
    const role = terms.network.layers[at].type === 'Linear' ? 'z' : 'activation';
    return this.of(capital(terms.outputSymbol(at, 0)), role, source, ['samples', columns], lit);
  }

  /** δ, or ∂L/∂A. */
  outputGrad(at: number, lit: Matrix['lit'], columns: Axis = 'neurons'): Matrix {
    const { terms } = this;
    const source = {
      tensor: terms.reader.gradOutput(terms.iteration, at),
      name: `${terms.name(at)}.output`,
      grad: true
    };
    const symbol = capital(terms.outputGradSymbol(at, 0));
    return this.of(whole(symbol), 'gradient', source, ['samples', columns], lit);
  }

  weight(stage: Stage, lit: Matrix['lit'], axes: [Axis, Axis] = ['neurons', 'inputs']): Matrix {
    const name = this.terms.weightName(stage);
    return this.of(capital(this.terms.weightSymbol(stage, 0, 0)), 'weight', this.param(name), axes, lit);
  }

  bias(stage: Stage, lit: Matrix['lit']): Matrix {
    const name = this.terms.biasName(stage);
    const { sub: _unit, ...symbol } = this.terms.biasSymbol(stage, 0);
    return this.of(symbol, 'bias', this.param(name), ['one', 'neurons'], lit);
  }

  param(name: string): Source {
    return { tensor: this.terms.reader.param(this.terms.iteration, name)!, name };
  }

  paramGrad(name: string): Source {
    return { tensor: this.terms.reader.paramGrad(this.terms.iteration, name)!, name, grad: true };
  }

  /** f′(Z). */
  slopes(at: number, name: string): Matrix {
    const { reader, iteration } = this.terms;
    const f = this.terms.activation(at)!;
    const [z, a] = [reader.layerInput(iteration, at), reader.layerOutput(iteration, at)];
    const source = { tensor: z, name: '' };
    const slopes = this.of(
      { name, of: this.before(at, 'cell').symbol },
      'activation',
      source,
      ['samples', 'neurons'],
      'cell'
    );
    const { columns } = slopes;
    const value = (i: number, j: number): number =>
      f.forUnit(j).slope(z.data[i * columns + j], a.data[i * columns + j]);
    return { ...slopes, at: value, ref: () => undefined };
  }
}

/** A matrix's symbol: a capital, without the index of a unit. */
function capital({ sub: _unit, by, ...symbol }: Notation): Notation {
  const letter = /^[xzawŷy]$/.test(symbol.name) ? symbol.name.toUpperCase() : symbol.name;
  return { ...symbol, name: letter, ...(by ? { by: capital(by) } : {}) };
}

/** ∂L of the whole batch, not of one sample. */
const whole = (symbol: Notation): Notation => (symbol.by ? { name: 'L', by: symbol.by } : symbol);
