import { ILabShell, ILayoutRestorer, JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import { IOutputs, Outputs } from '../outputs';
// Needed at once: the panel must exist when Lab restores its layout. Its content is loaded when it is visible.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { addInspector } from './addInspector';

/** The plugin that shows the weights of a notebook's models, cell by cell, in the right sidebar. */
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
