import type { Tensor } from '../../engine';
import { formatAddress } from '../../trace';
import { h, writeText } from '../page/dom';
import { Heatmap, HeatmapMatrix } from './heatmap';
import type { ParameterRows } from './parameterRows';
import type { StepperModel } from '../state/stepperModel';
import type { Translate } from '../page/translate';

/** In px, with what stands under the picture. */
const HEIGHT = 132;

/** The weights of the row of neurons that the step is about, as a picture; a click on one opens it. */
export class ParameterMap {
  readonly element = h('div', { class: 'sg-parameter-map' });
  private readonly heatmap: Heatmap;
  private readonly title = h('div', { class: 'sg-parameter-map-title' });
  private readonly matrices = new WeakMap<Tensor, HeatmapMatrix>();
  private block: ParameterRows['blocks'][0] | undefined;

  constructor(
    private readonly model: StepperModel,
    private readonly rows: ParameterRows,
    translate: Translate,
    open: (row: { stage: number; unit: number; input: number | null }) => void
  ) {
    this.heatmap = new Heatmap(translate, ({ row, column }) => {
      const { stage } = this.block!;
      open({ stage: model.network.stages.indexOf(stage), unit: row, input: column });
    });
    this.heatmap.resize(400, HEIGHT);
    this.block = this.weights()[0];
    this.element.append(this.title, this.heatmap.element);
    this.element.hidden = !this.block;
    // As high for every layer as for the highest: what is below does not move when a step comes to another.
    const heights = this.weights().map(({ shape }) => this.heatmap.heightOf(shape[0]));
    this.element.style.setProperty('--sg-picture', `${Math.max(0, ...heights)}px`);
  }

  /** Takes the width that there is, in px. */
  resize(width: number): void {
    this.heatmap.resize(width - 28, HEIGHT);
  }

  /** @param first the first row that the step is about */
  draw(first: number | null): void {
    const stage = first === null ? null : this.rows.blockOf(first).stage;
    this.block = this.weights().find(each => each.stage === stage) ?? this.block;
    if (!this.block) {
      return;
    }
    const { name, shape, start } = this.block;
    const tensor = this.model.reader.param(this.model.step.iteration, name)!;
    const at = first === null ? -1 : first - start;
    const marked =
      at >= 0 && at < tensor.data.length ? { row: Math.floor(at / shape[1]), column: at % shape[1] } : null;
    writeText(this.title, `${name}, ${shape[0]} × ${shape[1]}`);
    this.heatmap.draw(this.matrixOf(name, tensor), name, marked);
  }

  private weights(): ParameterRows['blocks'] {
    return this.rows.blocks.filter(({ shape, own }) => own === null && shape.length === 2);
  }

  private matrixOf(name: string, tensor: Tensor): HeatmapMatrix {
    const { model } = this;
    const [rows, columns] = tensor.shape;
    const { iteration } = model.step;
    const many = model.trace.iterations.length > 1 ? { iteration } : {};
    const matrix = this.matrices.get(tensor) ?? {
      rows,
      columns,
      at: (row, column) => tensor.data[row * columns + column],
      ref: (row, column) => formatAddress({ ...many, name, index: [row, column] })
    };
    this.matrices.set(tensor, matrix);
    return matrix;
  }
}
