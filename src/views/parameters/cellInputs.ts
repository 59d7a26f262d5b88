import { h } from '../page/dom';
import type { HeatmapCell, HeatmapMatrix } from './heatmapGeometry';
import type { Translate } from '../page/translate';

/** Two inputs for the row and the column of a heatmap: the keyboard's way to the cell under the pointer. */
export class CellInputs {
  /** The labels with their inputs. */
  readonly elements: HTMLElement[];
  private readonly row: HTMLInputElement;
  private readonly column: HTMLInputElement;
  private size: Pick<HeatmapMatrix, 'rows' | 'columns'> = { rows: 1, columns: 1 };

  /**
   * @param say called when the row or the column changes
   * @param open called on Enter
   */
  constructor(
    translate: Translate,
    private readonly say: (cell: HeatmapCell) => void,
    private readonly open: (cell: HeatmapCell) => void
  ) {
    this.row = this.input();
    this.column = this.input();
    this.elements = [
      h('label', {}, translate('row'), this.row),
      h('label', {}, translate('column'), this.column)
    ];
  }

  /** Limits the inputs to the rows and columns of a matrix. */
  resize(size: Pick<HeatmapMatrix, 'rows' | 'columns'>): void {
    this.size = size;
    this.row.max = String(size.rows - 1);
    this.column.max = String(size.columns - 1);
  }

  set cell({ row, column }: HeatmapCell) {
    this.row.value = String(row);
    this.column.value = String(column);
  }

  get cell(): HeatmapCell {
    const { rows, columns } = this.size;
    return { row: clamp(this.row.valueAsNumber, rows), column: clamp(this.column.valueAsNumber, columns) };
  }

  private input(): HTMLInputElement {
    const input = h('input', { type: 'number', min: 0, step: 1, 'data-stop': true });
    input.addEventListener('input', () => {
      if (input.value !== '') {
        this.say(this.cell);
      }
    });
    input.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        event.preventDefault();
        this.open(this.cell);
      }
    });
    return input;
  }
}

const clamp = (i: number, length: number): number =>
  Number.isFinite(i) ? Math.max(0, Math.min(length - 1, Math.floor(i))) : 0;
