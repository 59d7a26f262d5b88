import type { ILabShell, ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { ITranslator } from '@jupyterlab/translation';
import type { Outputs } from './outputs';

/** The Lab services that the plugins use; null if the application lacks one, as Notebook 7 lacks `labShell`. */
export interface LabServices {
  app: JupyterFrontEnd;
  outputs: Outputs;
  notebooks: INotebookTracker | null;
  palette: ICommandPalette | null;
  translator: ITranslator | null;
  labShell: ILabShell | null;
  restorer: ILayoutRestorer | null;
}
