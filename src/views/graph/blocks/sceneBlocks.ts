import type { Tensor } from '../../../engine';
import { Operation, Stage, symbolToText } from '../../../derivation';
import { formatAddress } from '../../../trace';
import { lookedAt } from '../../state/lookedAt';
import { shownAgain } from '../../state/shownAgain';
import type { StepperModel } from '../../state/stepperModel';
import { activationCurve } from '../activationCurve';
import { largestOf } from '../largestShown';
import type { SceneEdge, Sum } from '../scene';

import { Asked, askedOf } from './asked';
import type { Arm, BlockPass, Picture } from './block';
import { chainOf } from './chain';
import { knownArms } from './knownArms';
import { blockOf } from './registry';
import type { SceneArm, SceneBlock, SceneChain, ScenePicture } from './sceneBlock';
import { tableRows } from './tableRows';

type Weight = NonNullable<Arm['links'][number]['weight']>;

/** The blocks of each column of a stepper's scene. @param backward whether lines show gradients */
export function chainsOf(model: StepperModel, backward: boolean): (column: number) => SceneChain {
  const { network, terms } = model;
  const chains = [null, ...network.stages].map((stage): SceneChain => ({
    blocks:
      stage === null
        ? []
        : chainOf(terms, stage).map(at => new BlockReader(model, stage, at, backward).block()),
    isBefore: stage?.linear === null
  }));
  return column => chains[column] ?? { blocks: [], isBefore: false };
}

/** Reads what is shown of one block. */
class BlockReader {
  private readonly asked: Asked;
  private readonly isAgain: boolean;

  constructor(
    private readonly model: StepperModel,
    private readonly stage: Stage,
    private readonly at: number,
    private readonly backward: boolean
  ) {
    this.isAgain = shownAgain(model) !== null;
    this.asked = askedOf(lookedAt(model), at);
  }

  block(): SceneBlock {
    const { model, at } = this;
    const { network, step } = model;
    const terms = shownAgain(model) ?? model.terms;
    const { reader } = terms;
    const { name, type } = network.layers[at];
    const layer = terms.layer(at) ?? model.terms.layer(at)!;
    const pass: BlockPass = {
      ...{ layer, path: name },
      x: reader.layerInput(step.iteration, at),
      y: reader.layerOutput(step.iteration, at),
      g: model.reader.gradOutput(step.iteration, at)
    };
    const arms = knownArms(pass);
    const isOpen = model.folds.get(name);
    const kind = blockOf(type);
    return {
      key: name,
      title: [type, kind?.variant?.(layer)].filter(Boolean).join(' '),
      detail: kind?.detail(layer) ?? '',
      arms: arms.map((arm, i) => this.arm(arm, i === arms.length - 1, arms)),
      ...(isOpen === undefined ? {} : { isOpen }),
      ...this.ways(arms[arms.length - 1].ways),
      largest: Math.max(
        0,
        ...arms.flatMap(({ links }) => links).map(({ weight }) => (weight ? this.largest(weight) : 0))
      ),
      active: this.asked.active
    };
  }

  private ways(ways: Arm['ways']): Pick<SceneBlock, 'ways'> {
    const { units, backward } = this.asked;
    const [unit] = units ?? [0];
    if (!ways || !(backward ? this.isBackwardDone : this.isForwardDone(unit))) {
      return {};
    }
    const [around, through] = backward ? [ways.around, ways.through] : [ways.x, ways.f];
    const width = around.shape[1];
    const read = backward ? this.total(around, unit) : this.shown(around, unit);
    return {
      ways: {
        symbol: symbolToText({ name: 'x', ...(width > 1 ? { sub: String(unit + 1) } : {}) }),
        isBackward: backward,
        around: read,
        through: backward ? this.total(through, unit) : this.shown(through, unit)
      }
    };
  }

  private arm(arm: Arm, isLast: boolean, arms: Arm[]): SceneArm {
    const { column, heading, word, value, sum, sign, picture, links, kept } = arm;
    const width = picture ? 1 : value.shape[value.shape.length - 1];
    return {
      ...{ column, heading, length: width, isNeuron: sum !== undefined },
      ...(word ? { word } : {}),
      ...(arm.isShare ? { isShare: true } : {}),
      ...(sign ? { sign } : {}),
      ...(picture ? { picture: this.picture(picture) } : {}),
      links: links.map(({ from, joins, isArc }) => ({ from, joins, ...(isArc ? { isArc } : {}) })),
      cell: unit => ({
        symbol: symbolToText({ name: arm.symbol, ...(width > 1 ? { sub: String(unit + 1) } : {}) }),
        ...(this.isForwardDone(isLast ? unit : 0)
          ? { value: { value: this.shown(value, unit), ...(isLast ? this.outputRef(unit) : {}) } }
          : {}),
        ...(sum ? { sum: this.sum(sum, unit) } : {}),
        ...(arm.grad && this.isBackwardDone ? { delta: { value: this.total(arm.grad, unit) } } : {}),
        isDropped:
          kept !== undefined &&
          !this.model.batch &&
          this.isForwardDone(isLast ? unit : 0) &&
          !this.shown(kept, unit),
        active: this.asked.active && (!isLast || this.isAsked(unit))
      }),
      edge: (at, unit, input) => this.edge(arm, at, unit, input, isLast, arms)
    };
  }

  private sum(sum: NonNullable<Arm['sum']>, unit: number): Sum {
    return {
      ...(this.isForwardDone(0) ? { value: { value: this.shown(sum.value, unit) } } : {}),
      ...{ curve: activationCurve(sum.activation, unit, sum.value) }
    };
  }

  private edge(
    arm: Arm,
    at: number,
    unit: number,
    input: number | null,
    isLast: boolean,
    arms: Arm[]
  ): ReturnType<SceneArm['edge']> {
    const { from, weight } = arm.links[at];
    const { active, units, backward } = this.asked;
    const isIn = from < 0 || (arms[from].picture !== undefined && arms[from].links[0].from < 0);
    const isAbout = backward ? isIn && input !== null && units?.has(input) : isLast && units?.has(unit);
    const asked = active && (units === null || isAbout === true);
    if (!weight) {
      return input === null ? null : { active, asked };
    }
    const name = input === null ? arm.bias : weight.name;
    if (name === undefined) {
      return null;
    }
    const parameter = this.parameter(name, weight, unit, input);
    // A line that has no number yet stands out only if it is asked for.
    return { ...parameter, active: active && (asked || parameter.shown !== undefined), asked };
  }

  /** A weight or a bias inside the block: its number and its gradient. */
  private parameter(
    name: string,
    { x, grad }: Weight,
    unit: number,
    input: number | null
  ): Omit<SceneEdge, 'active' | 'asked'> {
    const { reader, step, batch, sample } = this.model;
    const { iteration } = step;
    const index = input === null ? [unit] : [unit, input];
    const before = reader.param(iteration, name)!;
    const offset = input === null ? unit : unit * before.shape[1] + input;
    const updated = this.isDone('ownUpdate')
      ? reader.trace.iterations[iteration].update.find(({ param }) => param === name)
      : undefined;
    const value = (updated ? reader.tensor(updated.after) : before).data[offset];
    const ref = formatAddress({
      name,
      index,
      grad: false,
      ...(reader.trace.iterations.length > 1 ? { iteration } : {})
    });
    const gradient = (): number =>
      batch
        ? reader.paramGrad(iteration, name)!.data[offset]
        : at(grad, sample, unit) * (input === null ? 1 : at(x, sample, input));
    const shown = !this.backward ? value : this.isDone('own') ? gradient() : undefined;
    return { symbol: name, weight: { value, ref }, ...(shown === undefined ? {} : { shown }) };
  }

  /** The largest |number| that a line of a matrix may show. */
  private largest({ name, x, grad }: Weight): number {
    const { reader, step, batch, sample } = this.model;
    const { iteration } = step;
    const row = ({ data, shape: [, width] }: Tensor): Float64Array =>
      data.subarray(sample * width, (sample + 1) * width);
    return !this.backward
      ? largestOf(reader.param(iteration, name)!.data)
      : batch
        ? largestOf(reader.paramGrad(iteration, name)!.data)
        : largestOf(row(grad)) * largestOf(row(x));
  }

  private picture({ half, height, lines, dots, table }: Picture): ScenePicture {
    const { sample, batch } = this.model;
    const isKnown = this.isForwardDone(0);
    const row = (tensor: Tensor): number[] =>
      Array.from({ length: tensor.shape[1] }, (_, i) => at(tensor, sample, i));
    return {
      ...{ half, height, hasPoints: dots !== undefined },
      lines: lines.map(({ name, of }) => ({ name, ...(isKnown && !batch ? { value: of(sample) } : {}) })),
      ...(dots && isKnown && !batch
        ? { dots: { before: row(dots.before), after: row(dots.after), band: dots.band(sample) } }
        : {}),
      ...(table
        ? {
            table: {
              name: table.name,
              rows: tableRows(table.rows, batch || !isKnown ? [] : table.chosen(sample))
            }
          }
        : {})
    };
  }

  private isDone(kind: 'own' | 'ownUpdate'): boolean {
    return this.model.isDone({ kind, stage: this.stage, unit: 0, layer: this.at });
  }

  private isForwardDone(unit: number): boolean {
    const { stage, at } = this;
    return this.model.isDone({ kind: 'activation', stage, unit, layer: at });
  }

  private get isBackwardDone(): boolean {
    const { stage, at, model } = this;
    const first: Operation =
      stage.mixes && stage.activations[0] === at
        ? { kind: 'arrives', stage, unit: 0 }
        : { kind: 'slope', stage, unit: 0, layer: at };
    return !this.isAgain && model.isDone(first);
  }

  private isAsked(unit: number): boolean {
    const { units, backward } = this.asked;
    return units === null || backward || units.has(unit);
  }

  private outputRef(unit: number): { ref?: string } {
    const { batch } = this.model;
    const output = (shownAgain(this.model) ?? this.model.terms).output(this.at, unit);
    return !batch && output.kind === 'quantity' && output.ref ? { ref: output.ref } : {};
  }

  /** A number of the sample, or its mean over the batch. */
  private shown(tensor: Tensor, unit: number): number {
    const { batch, sample, reader } = this.model;
    return batch ? this.total(tensor, unit) / reader.samples : at(tensor, sample, unit);
  }

  /** A number of the sample, or its sum over the batch. */
  private total(tensor: Tensor, unit: number): number {
    const { batch, sample, reader } = this.model;
    return batch
      ? Array.from({ length: reader.samples }, (_, row) => at(tensor, row, unit)).reduce((a, b) => a + b, 0)
      : at(tensor, sample, unit);
  }
}

/** A number of a tensor, rows × numbers. */
const at = ({ data, shape }: Tensor, row: number, unit: number): number =>
  data[row * shape[shape.length - 1] + unit];
