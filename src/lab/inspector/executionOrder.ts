import { INotebookModel, NotebookActions } from '@jupyterlab/notebook';

/**
 * The order in which the cells of the open notebooks were run since the page was loaded: a kernel's counts begin
 * anew when it is restarted.
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

  /** How many cells were run before this one; undefined where it was not seen being run. */
  of(notebook: INotebookModel, cell: string): number | undefined {
    return this.known.get(notebook)?.get(cell);
  }
}
