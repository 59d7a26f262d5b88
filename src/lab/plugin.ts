import { ILabShell, ILayoutRestorer, JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { MIME_TYPE } from '../trace/mime';
// Needed at once: the commands must exist when Lab restores its layout.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { addActions } from './actions';
import { IOutputs, Outputs } from './outputs';
import { defaults, readPreferences } from './preferences';
// Needed at once: Lab waits for no renderer.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { OutputWidget } from './renderer';
// Needed at once: settings are loaded in activate.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { translated } from './settingsText';

const ID = 'stepgrad:renderer';

/** The plugin that draws stepgrad's outputs wherever Lab shows outputs. */
export const renderer: JupyterFrontEndPlugin<Outputs> = {
  id: ID,
  description: 'Draws the outputs of stepgrad: steppers, models and gradient checks.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ISettingRegistry, ITranslator],
  provides: IOutputs,
  activate: (
    _app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    const outputs = new Outputs(defaults(translator));
    rendermime.addFactory({
      safe: true,
      mimeTypes: [MIME_TYPE],
      // Preferred to HTML: the static version is for environments without this extension.
      defaultRank: 10,
      createRenderer: () => new OutputWidget(outputs)
    });
    const read = (plugin: ISettingRegistry.ISettings): void => {
      outputs.preferences = readPreferences(plugin, translator);
    };
    settings?.transform(ID, { fetch: plugin => translated(plugin, translator) });
    settings?.load(ID).then(
      plugin => {
        read(plugin);
        plugin.changed.connect(read);
      },
      error => console.error('stepgrad could not read its settings.', error)
    );
    return outputs;
  }
};

/** The plugin that adds actions on outputs: commands, tabs, and code cells from edits. */
export const commands: JupyterFrontEndPlugin<void> = {
  id: 'stepgrad:commands',
  description: "Opens stepgrad's outputs in tabs, exports them, and takes changes to the notebook.",
  autoStart: true,
  requires: [IOutputs],
  optional: [INotebookTracker, ICommandPalette, ITranslator, ILabShell, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    outputs: Outputs,
    notebooks: INotebookTracker | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null
  ) => {
    addActions({ app, outputs, notebooks, palette, translator, labShell, restorer });
  }
};
