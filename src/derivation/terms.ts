import { Expression, Notation, Role, quantity, symbol, valueOf } from '../engine/formula/expression';
import { unravel } from '../engine/tensor';
import { Activation, Module } from '../engine';
import { losses } from '../engine/registry';
import { TensorData, TraceReader, formatAddress } from '../trace';
import { Network, Stage, lastLayer, networkOf } from './network';
import { layerAt } from './replayedLayers';

export { symbol, valueOf };

/**
 * The quantities of one iteration of a trace for one sample, each with its symbol, role, number and address. Indices of
 * symbols start at 1, indices of addresses at 0.
 */
export class Terms {
  readonly network: Network;
  private readonly others = new Map<number, Terms>();
  private again: Terms | null = null;

  constructor(
    readonly reader: TraceReader,
    readonly iteration: number,
    readonly sample: number
  ) {
    this.network = networkOf(reader.trace);
  }

  /** Another sample of the same iteration. */
  at(sample: number): Terms {
    const terms = this.others.get(sample) ?? new Terms(this.reader, this.iteration, sample);
    this.others.set(sample, terms);
    return terms;
  }

  /** The same sample with the updated weights; null if nothing is updated, or if it can't be computed here. */
  get after(): Terms | null {
    const reader = this.reader.after(this.iteration);
    this.again ??= reader && new Terms(reader, this.iteration, this.sample);
    return this.again;
  }

  /** xₖ. */
  input(k: number): Expression {
    const { inputs } = this.network;
    return this.make(symbolOf('x', index(k, inputs)), 'input', 'input', this.inputPlace(k));
  }

  /** yⱼ; the sample's class if the target names classes. */
  target(j: number): Expression {
    if (this.namesClass) {
      return this.make({ name: 'y' }, 'target', 'target', this.reader.place(this.sample));
    }
    return this.make(
      symbolOf('y', index(j, this.outputs)),
      'target',
      'target',
      this.place(this.reader.trace.data.target, j)
    );
  }

  /** Whether the target is the sample's class instead of one number per output. */
  get namesClass(): boolean {
    return this.reader.target.shape.length === 1;
  }

  /** The inputs' names. The columns of an Embedding's input are positions, each an input of its own. */
  get featureNames(): string[] | undefined {
    const { featureNames } = this.reader.trace.data;
    return featureNames?.length === this.network.inputs ? featureNames : undefined;
  }

  /** What the loss applies to the outputs itself: then these are logits, not predictions; undefined if nothing. */
  get applied(): 'softmax' | 'sigmoid' | undefined {
    const { type } = this.reader.trace.loss;
    return Object.hasOwn(losses, type) ? losses[type].domain.applies : undefined;
  }

  /** The number of outputs. */
  get outputs(): number {
    const { stages } = this.network;
    return stages[stages.length - 1].units;
  }

  /** The output of layer `at` for a unit: z, a or ŷ. */
  output(at: number, unit: number): Expression {
    const role = this.network.layers[at].type === 'Linear' && !this.isPrediction(at) ? 'z' : 'activation';
    return this.make(
      this.outputSymbol(at, unit),
      role,
      `${this.name(at)}.output`,
      this.outputPlace(at, unit)
    );
  }

  /** An input of a row of neurons: x, or an output of the row before. */
  incoming(stage: Stage, k: number): Expression {
    const before = this.network.stages[this.network.stages.indexOf(stage) - 1];
    return before ? this.output(lastLayer(before), k) : this.input(k);
  }

  weight(stage: Stage, unit: number, k: number): Expression {
    return this.make(this.weightSymbol(stage, unit, k), 'weight', this.weightName(stage), [unit, k]);
  }

  bias(stage: Stage, unit: number): Expression {
    return this.make(this.biasSymbol(stage, unit), 'bias', this.biasName(stage), [unit]);
  }

  /** ∂L by the output of layer `at`; δ if the output is z. */
  outputGrad(at: number, unit: number): Expression {
    const symbol = this.outputGradSymbol(at, unit);
    return this.make(symbol, 'gradient', `${this.name(at)}.output`, this.outputPlace(at, unit), true);
  }

  /** This sample's share of ∂L/∂w; with a single sample, the gradient itself. */
  weightShare(stage: Stage, unit: number, k: number): Expression {
    return this.share(this.weightSymbol(stage, unit, k), this.weightName(stage), [unit, k]);
  }

  biasShare(stage: Stage, unit: number): Expression {
    return this.share(this.biasSymbol(stage, unit), this.biasName(stage), [unit]);
  }

  /** Element `i` of a parameter of a layer other than Linear. */
  owned(name: string, i: number): Expression {
    const { notation, place } = this.ownedSymbol(name, i);
    return this.make(notation, name.endsWith('bias') ? 'bias' : 'weight', name, place);
  }

  /** This sample's share of the element's gradient, recomputed, since a trace holds only the batch's gradient. */
  ownedShare(name: string, i: number, value: number): Expression {
    const by = this.ownedSymbol(name, i).notation;
    return this.reader.samples === 1 && !this.reader.hasGradsBefore(this.iteration)
      ? this.ownedGrad(name, i)
      : quantity({ ...this.shareSymbol(), by }, 'gradient', value);
  }

  /** The batch's gradient of the element. */
  ownedGrad(name: string, i: number): Expression {
    const { notation, place } = this.ownedSymbol(name, i);
    return this.make({ name: 'L', by: notation }, 'gradient', name, place, true);
  }

  /** The parameters of a layer, by their full names. */
  parametersOf(layer: number): string[] {
    const { params } = this.reader.trace.iterations[this.iteration];
    return params.map(({ name }) => name).filter(name => name.startsWith(`${this.name(layer)}.`));
  }

  /** The batch's gradient of a parameter. */
  grad(stage: Stage, unit: number, k: number | null): Expression {
    const by = k === null ? this.biasSymbol(stage, unit) : this.weightSymbol(stage, unit, k);
    const name = k === null ? this.biasName(stage) : this.weightName(stage);
    return this.make({ name: 'L', by }, 'gradient', name, k === null ? [unit] : [unit, k], true);
  }

  loss(): Expression {
    return this.make(this.renewed({ name: 'L' }), 'loss', 'loss', []);
  }

  /** This sample's share of the loss; with a single sample, the loss itself. */
  lossShare(): Expression {
    if (this.reader.samples === 1) {
      return this.loss();
    }
    const value = this.reader.lossShare(this.iteration, this.sample);
    return quantity(this.lossSymbol(), 'loss', value, this.ref('loss', [], false, this.sample));
  }

  /** This sample's own loss: its share of the batch's mean without the 1/N. Only where all samples count alike. */
  ownLoss(): Expression {
    const { samples } = this.reader;
    const value = samples * this.reader.lossShare(this.iteration, this.sample);
    return quantity({ ...this.lossSymbol(), name: 'ℓ' }, 'loss', value);
  }

  /** f′ at the input of activation `at`; null for a layer that is not a function of one number. */
  slope(at: number, unit: number): Expression | null {
    const f = this.activation(at)?.forUnit(unit);
    return f?.slopeTerm(this.before(at, unit), this.output(at, unit)) ?? null;
  }

  /** The input of layer `at` for a unit, if each unit has its own input. */
  before(at: number, unit: number): Expression {
    return at === 0 ? this.input(unit) : this.output(at - 1, unit);
  }

  /** ∂L by the input of layer `at`. */
  inputGrad(at: number, unit: number): Expression {
    if (at > 0) {
      return this.outputGrad(at - 1, unit);
    }
    const by = symbol(this.input(unit));
    return this.make({ ...this.lossSymbol(), by }, 'gradient', 'input', this.inputPlace(unit), true);
  }

  /** The activation of a layer; null for a layer that works on whole rows or is not in the registry. */
  activation(at: number): Activation | null {
    const layer = this.layer(at);
    return layer instanceof Activation ? layer : null;
  }

  /** A layer, replayed with its weights; null if it can't be replayed. */
  layer(at: number): Module | null {
    return layerAt(this.reader, this.iteration, at);
  }

  /** L or this sample's share of it, as written in derivatives. */
  lossSymbol(): Notation {
    return this.renewed({
      name: 'L',
      ...(this.reader.samples === 1 ? {} : { sup: `[${this.sample + 1}]` })
    });
  }

  /** This sample's share of L in a parameter's derivative: not L's, if gradients from before are added to it. */
  private shareSymbol(): Notation {
    return this.reader.hasGradsBefore(this.iteration)
      ? { name: 'L', sup: `[${this.sample + 1}]` }
      : this.lossSymbol();
  }

  outputSymbol(at: number, unit: number): Notation {
    return this.renewed(this.recordedSymbol(at, unit));
  }

  /** A symbol, marked as new if it is computed with the updated weights. */
  private renewed(notation: Notation): Notation {
    return this.reader.isAfter ? { ...notation, sup: `${notation.sup ?? ''}new` } : notation;
  }

  private recordedSymbol(at: number, unit: number): Notation {
    if (this.isPrediction(at)) {
      return symbolOf('ŷ', index(unit, this.outputs));
    }
    const stage = this.stageOf(at);
    const sub = index(unit, stage.units);
    if (at === stage.linear) {
      return symbolOf('z', sub, this.layerNumber(stage));
    }
    const place = stage.activations.indexOf(at) + 1;
    const number = place === stage.activations.length ? `(${stage.number})` : `(${stage.number},${place})`;
    return symbolOf('a', sub, this.network.depth > 1 || number.includes(',') ? number : undefined);
  }

  outputGradSymbol(at: number, unit: number): Notation {
    const stage = this.stageOf(at);
    return at === stage.linear
      ? symbolOf('δ', index(unit, stage.units), this.layerNumber(stage))
      : { ...this.lossSymbol(), by: this.outputSymbol(at, unit) };
  }

  weightSymbol(stage: Stage, unit: number, k: number): Notation {
    const parts = [index(unit, stage.units), index(k, stage.inputs)].filter(part => part !== undefined);
    const comma = stage.units > 9 || stage.inputs > 9 ? ',' : '';
    return symbolOf('w', parts.join(comma) || undefined, this.layerNumber(stage));
  }

  biasSymbol(stage: Stage, unit: number): Notation {
    return symbolOf('b', index(unit, stage.units), this.layerNumber(stage));
  }

  name(at: number): string {
    return this.network.layers[at].name;
  }

  weightName(stage: Stage): string {
    return `${this.name(stage.linear!)}.weight`;
  }

  biasName(stage: Stage): string {
    return `${this.name(stage.linear!)}.bias`;
  }

  stageOf(at: number): Stage {
    return this.network.stages.find(({ linear, activations }) => linear === at || activations.includes(at))!;
  }

  ref(name: string, place: number[], grad = false, sample?: number): string {
    const many = this.reader.trace.iterations.length > 1;
    return formatAddress({
      ...(many ? { iteration: this.iteration } : {}),
      ...(this.reader.isAfter && (name === 'loss' || name.endsWith('.output')) ? { after: true } : {}),
      name,
      grad,
      index: place,
      ...(sample === undefined ? {} : { sample })
    });
  }

  /** The index of a number of this sample in a tensor. */
  private place({ shape }: TensorData, unit: number): number[] {
    return this.reader.placeIn(shape, this.sample, unit);
  }

  private outputPlace(at: number, unit: number): number[] {
    return this.place(this.reader.trace.iterations[this.iteration].forward[at].output, unit);
  }

  private inputPlace(k: number): number[] {
    return this.place(this.reader.trace.data.input, k);
  }

  private ownedSymbol(name: string, i: number): { notation: Notation; place: number[] } {
    const { shape } = this.reader.param(this.iteration, name)!;
    const place = unravel(i, shape);
    const sub = place.map(each => each + 1).join(',');
    const at = this.network.layers.findIndex(layer => name.startsWith(`${layer.name}.`));
    const rest = name.slice(this.name(at).length + 1);
    const own = this.layer(at)?.parameterSymbol(rest) ?? { name: rest.slice(rest.lastIndexOf('.') + 1) };
    // The row's number tells parameters of two layers apart; inside a layer, their names do.
    const sup = [symbol(this.output(at, 0)).sup?.slice(1, -1), own.sup].filter(part => part !== undefined);
    return { notation: symbolOf(own.name, sub, sup.length > 0 ? `(${sup.join(',')})` : undefined), place };
  }

  private share(by: Notation, name: string, place: number[]): Expression {
    const sample =
      this.reader.samples === 1 && !this.reader.hasGradsBefore(this.iteration) ? undefined : this.sample;
    const value = this.reader.value({ iteration: this.iteration, name, grad: true, index: place, sample })!;
    return quantity({ ...this.shareSymbol(), by }, 'gradient', value, this.ref(name, place, true, sample));
  }

  private make(notation: Notation, role: Role, name: string, place: number[], grad = false): Expression {
    const value = this.reader.value({ iteration: this.iteration, name, grad, index: place })!;
    return quantity(notation, role, value, this.ref(name, place, grad));
  }

  /** Whether the outputs of a layer are compared with the targets as they are. */
  private isPrediction(at: number): boolean {
    return at === this.network.layers.length - 1 && this.applied === undefined;
  }

  private layerNumber(stage: Stage): string | undefined {
    return this.network.depth > 1 ? `(${stage.number})` : undefined;
  }
}

const symbolOf = (name: string, sub?: string, sup?: string): Notation => ({
  name,
  ...(sub === undefined ? {} : { sub }),
  ...(sup === undefined ? {} : { sup })
});

/** An index from 1; undefined for a single element. */
const index = (i: number, of: number): string | undefined => (of === 1 ? undefined : String(i + 1));
