import type { Tensor } from '../../engine';
import { formatAddress } from '../../trace';
import { h, writeText } from '../page/dom';
import { Heatmap, HeatmapMatrix } from './heatmap';
import type { ParameterRows } from './parameterRows';
import type { StepperModel } from '../state/stepperModel';
import type { Translate } from '../page/translate';

/** Height of the heatmap with its readout, in px. */
const HEIGHT = 132;

/** The weights of the step's layer as a heatmap; a click on a weight opens it. */
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
    this.heatmap = new Heatmap(
      translate,
      ({ row, column }) => {
        const { stage } = this.block!;
        open({ stage: model.network.stages.indexOf(stage), unit: row, input: column });
      },
      { digits: model.digits }
    );
    this.heatmap.resize(400, HEIGHT);
    this.block = this.weights()[0];
    this.element.append(this.title, this.heatmap.element);
    this.element.hidden = !this.block;
    // As high as the highest layer, so that the table below stays in place from layer to layer.
    const heights = this.weights().map(({ shape }) => this.heatmap.heightOf(shape[0]));
    this.element.style.setProperty('--sg-picture', `${Math.max(0, ...heights)}px`);
  }

  /** @param width width of the table section, in px */
  resize(width: number): void {
    this.heatmap.resize(width - 28, HEIGHT);
  }

  /** @param first the first row of the table that the step is about; null if there is none */
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
