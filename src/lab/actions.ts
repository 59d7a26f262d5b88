import type { ILabShell, ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { ITranslator } from '@jupyterlab/translation';
import type { Translate } from '../derivation/translate';
import { OPEN, addCommands } from './commands';
import { hostFor } from './host';
import { translation } from './language';
import type { Outputs } from './outputs';
import { Tabs } from './tabs';

/** What of Lab there is; Notebook 7 has no shell of tabs and restores no layout. */
export interface Surroundings {
  app: JupyterFrontEnd;
  outputs: Outputs;
  notebooks: INotebookTracker | null;
  palette: ICommandPalette | null;
  translator: ITranslator | null;
  labShell: ILabShell | null;
  restorer: ILayoutRestorer | null;
}

/** Connects the outputs with what is around them. */
export function addActions(surroundings: Surroundings): void {
  const { app, outputs, notebooks, palette, translator, labShell, restorer } = surroundings;
  // Asked anew for every text: the reader may choose another language.
  const translate: Translate = (message, ...args) =>
    translation(outputs.preferences.language, translator)(message, ...args);
  const tabs = notebooks && new Tabs(app, notebooks, outputs, translate, labShell);
  outputs.hostOf = widget => hostFor(widget, notebooks, tabs, translate);
  addCommands({ app, outputs, tabs, palette, translate });
  if (restorer) {
    tabs?.restore(restorer, OPEN);
  }
}
