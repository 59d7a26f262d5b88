import type { CodeCell, ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';
import { MIME_TYPE } from '../trace/mime';

/** Where an output is: by what stays the same when a notebook is closed and opened again. */
export interface OutputPlace {
  /** The notebook's path on the server. */
  path: string;
  /** The cell's id. */
  cell: string;
  /** Which of the cell's outputs that stepgrad draws, from 0. */
  output: number;
}

/** A cell of an open notebook, and which of its outputs is meant. */
export interface OpenOutput extends OutputPlace {
  panel: NotebookPanel;
  /** The cell's index. */
  index: number;
}

/** The outputs under our MIME type, in order. */
export const ours = (outputs: { data?: unknown }[]): unknown[] =>
  outputs
    .filter(({ data }) => typeof data === 'object' && data !== null && MIME_TYPE in data)
    .map(({ data }) => (data as Record<string, unknown>)[MIME_TYPE]);

/** Where in an open notebook a widget is; null where it is in none. */
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

/** An output by its place, if its notebook is open and has the cell. */
export function find(place: OutputPlace, tracker: INotebookTracker): OpenOutput | null {
  const panel = tracker.find(({ context }) => context.path === place.path);
  const cells = panel?.content.model ? [...panel.content.model.cells] : [];
  const index = cells.findIndex(({ id }) => id === place.cell);
  return panel && index >= 0 ? { ...place, panel, index } : null;
}

/** The code cells' text: the one at `index` first, then upwards. */
export function sourcesFrom({ panel, index }: OpenOutput): string[] {
  return [...panel.content.model!.cells]
    .slice(0, index + 1)
    .filter(({ type }) => type === 'code')
    .map(({ sharedModel }) => sharedModel.getSource())
    .reverse();
}

/** Puts a code cell below an output's, and turns to it: Shift+Enter runs it. */
export function insertBelow({ panel, index }: OpenOutput, source: string): void {
  const { content } = panel;
  content.model!.sharedModel.insertCell(index + 1, { cell_type: 'code', source });
  content.activeCellIndex = index + 1;
  content.mode = 'command';
  content.activate();
}

export const isCode = (cell: ICellModel): cell is ICodeCellModel => cell.type === 'code';
