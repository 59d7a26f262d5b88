import { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { MIME_TYPE } from '../trace/mime';
import { OutputWidget, Preferences } from './renderer';

const ID = 'stepgrad:renderer';

/** Draws stepgrad's outputs in notebooks, consoles and wherever else Lab shows outputs. */
export const renderer: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Draws the outputs of stepgrad: steppers, models and gradient checks.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ISettingRegistry, ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    const preferences: Preferences = { language: 'auto', granularity: 'neuron', translator };
    const alive = new Set<OutputWidget>();
    rendermime.addFactory({
      safe: true,
      mimeTypes: [MIME_TYPE],
      // Before HTML: a bundle's static forms are for where this extension is not.
      defaultRank: 10,
      createRenderer: () => {
        const widget = new OutputWidget(() => preferences);
        alive.add(widget);
        widget.disposed.connect(() => alive.delete(widget));
        return widget;
      }
    });
    const read = (plugin: ISettingRegistry.ISettings): void => {
      const before = preferences.language;
      preferences.language = plugin.get('language').composite as Preferences['language'];
      preferences.granularity = plugin.get('granularity').composite as Preferences['granularity'];
      if (preferences.language !== before) {
        alive.forEach(widget => void widget.draw());
      }
    };
    settings?.load(ID).then(
      plugin => {
        read(plugin);
        plugin.changed.connect(read);
      },
      error => console.error('stepgrad could not read its settings.', error)
    );
  }
};
