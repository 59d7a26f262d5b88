import { ILabShell, ILayoutRestorer, JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import { IOutputs, Outputs } from '../outputs';
// Needed at once: the panel has to be there when Lab restores its layout. What it draws comes when it is seen.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { addInspector } from './addInspector';

/** The weights of a notebook's models, cell by cell, in the right sidebar. */
export const inspector: JupyterFrontEndPlugin<void> = {
  id: 'stepgrad:inspector',
  description: "Shows the weights of a notebook's models, cell by cell.",
  autoStart: true,
  requires: [IOutputs, INotebookTracker],
  optional: [ICommandPalette, ITranslator, ILabShell, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    outputs: Outputs,
    notebooks: INotebookTracker,
    palette: ICommandPalette | null,
    translator: ITranslator | null,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null
  ) => {
    addInspector({ app, outputs, notebooks, palette, translator, labShell, restorer });
  }
};
