import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { OutputArea } from '@jupyterlab/outputarea';
import type { Widget } from '@lumino/widgets';
import { MIME_TYPE } from '../trace/mime';

/** The place of an output, which stays the same when its notebook is closed and opened again. */
export interface OutputPlace {
  /** The notebook's path on the server. */
  path: string;
  /** The cell's id. */
  cell: string;
  /** The index among the cell's stepgrad outputs, from 0. */
  output: number;
}

/** The place of an output in an open notebook. */
export interface OpenOutput extends OutputPlace {
  panel: NotebookPanel;
  /** The cell's index. */
  index: number;
}

/** The payloads of a cell's stepgrad outputs, in order. */
export const ours = (outputs: { data?: unknown }[]): unknown[] =>
  outputs
    .filter(({ data }) => typeof data === 'object' && data !== null && MIME_TYPE in data)
    .map(({ data }) => (data as Record<string, unknown>)[MIME_TYPE]);

/**
 * Finds the place of a widget in an open notebook; null if it is in none. The widget may be outside the page, as that
 * of a cell that is scrolled out of the window, or in a tab that shows a cell's outputs again.
 */
export function locate(widget: Widget, tracker: INotebookTracker): OpenOutput | null {
  const area = areaOf(widget);
  let found: OpenOutput | null = null;
  tracker.find(panel => {
    const cells = panel.content.model ? [...panel.content.model.cells] : [];
    const index = area ? cells.findIndex(cell => isCode(cell) && cell.outputs === area.model) : -1;
    if (area && index >= 0) {
      const at = area.widgets.findIndex(each => each.contains(widget));
      const before = area.model.toJSON().slice(0, Math.max(0, at)) as { data?: unknown }[];
      const { path } = panel.context;
      found = { panel, index, path, cell: cells[index].id, output: ours(before).length };
    }
    return found !== null;
  });
  return found;
}

/** The area of a cell's outputs that holds a widget; null if none does. */
function areaOf(widget: Widget): OutputArea | null {
  let each: Widget | null = widget;
  while (each && !each.hasClass('jp-OutputArea')) {
    each = each.parent;
  }
  return each as OutputArea | null;
}

/** Finds an output by its place; null if its notebook is not open or lacks the cell. */
export function find(place: OutputPlace, tracker: INotebookTracker): OpenOutput | null {
  const panel = tracker.find(({ context }) => context.path === place.path);
  const cells = panel?.content.model ? [...panel.content.model.cells] : [];
  const index = cells.findIndex(({ id }) => id === place.cell);
  return panel && index >= 0 ? { ...place, panel, index } : null;
}

/** The source of the output's cell, and of the code cells above, from bottom to top. */
export function sourcesFrom({ panel, index }: OpenOutput): string[] {
  return [...panel.content.model!.cells]
    .slice(0, index + 1)
    .filter(({ type }) => type === 'code')
    .map(({ sharedModel }) => sharedModel.getSource())
    .reverse();
}

/** Inserts a code cell below the output's cell and selects it: Shift+Enter runs it. */
export function insertBelow({ panel, index }: OpenOutput, source: string): void {
  const { content } = panel;
  content.model!.sharedModel.insertCell(index + 1, { cell_type: 'code', source });
  content.activeCellIndex = index + 1;
  content.mode = 'command';
  content.activate();
}

export const isCode = (cell: ICellModel): cell is ICodeCellModel => cell.type === 'code';
