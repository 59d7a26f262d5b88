import { INotebookModel, NotebookActions } from '@jupyterlab/notebook';

/**
 * The order in which cells were run since the page was loaded. Execution counts don't tell it, since they restart
 * with the kernel.
 */
export class ExecutionOrder {
  private readonly known = new WeakMap<INotebookModel, Map<string, number>>();
  private next = 0;

  constructor() {
    NotebookActions.executionScheduled.connect((_, { notebook, cell }) => {
      const { model } = notebook;
      if (model) {
        const cells = this.known.get(model) ?? new Map<string, number>();
        this.known.set(model, cells.set(cell.model.id, this.next++));
      }
    });
  }

  /** The number of runs before the cell's last one; undefined if the cell was not run since the page was loaded. */
  of(notebook: INotebookModel, cell: string): number | undefined {
    return this.known.get(notebook)?.get(cell);
  }
}
