import type { CodeCell, ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
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

/** Finds the place of a widget in an open notebook; null if it is in none. */
export function locate(widget: Widget, tracker: INotebookTracker): OpenOutput | null {
  const panel = tracker.find(({ content }) => content.node.contains(widget.node));
  const cells = panel?.content.widgets ?? [];
  const index = cells.findIndex(({ node }) => node.contains(widget.node));
  if (!panel || index < 0 || cells[index].model.type !== 'code') {
    return null;
  }
  const cell = cells[index] as CodeCell;
  const at = cell.outputArea.widgets.findIndex(({ node }) => node.contains(widget.node));
  const before = cell.model.outputs.toJSON().slice(0, Math.max(0, at));
  return {
    panel,
    index,
    path: panel.context.path,
    cell: cell.model.id,
    output: ours(before as { data?: unknown }[]).length
  };
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
