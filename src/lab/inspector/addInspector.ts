import type { INotebookTracker } from '@jupyterlab/notebook';
import { LabIcon } from '@jupyterlab/ui-components';
import type { Translate } from '../../derivation/translate';
import type { LabServices } from '../labServices';
import { translation } from '../translation';
import { InspectorPanel } from './inspectorPanel';
import { ExecutionOrder } from './executionOrder';

const SHOW = 'stepgrad:show-weights';
/** Window width in px below which Notebook 7 shows the panel below the notebook. */
const BELOW = 900;
/** The palette's category: a name that is not translated. */
const CATEGORY = 'stepgrad';

/** An icon of a weight matrix. */
const weightsIcon = new LabIcon({
  name: 'stepgrad:weights',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g class="jp-icon3" fill="#616161"><path d="M3 3h5v5H3z"/><path d="M9.5 3h5v5h-5z" opacity=".45"/><path d="M16 3h5v5h-5z" opacity=".7"/><path d="M3 9.5h5v5H3z" opacity=".6"/><path d="M9.5 9.5h5v5h-5z"/><path d="M16 9.5h5v5h-5z" opacity=".35"/><path d="M3 16h5v5H3z" opacity=".35"/><path d="M9.5 16h5v5h-5z" opacity=".75"/><path d="M16 16h5v5h-5z"/></g></svg>'
});

/** Adds the command that shows the weights, and in Lab the panel; in Notebook 7 the command adds the panel. */
export function addInspector(services: LabServices & { notebooks: INotebookTracker }): void {
  const { app, outputs, notebooks, palette, translator, labShell, restorer } = services;
  // Looked up for every text, since the reader may change the language.
  const translate: Translate = (message, ...args) =>
    translation(outputs.preferences.language, translator)(message, ...args);
  const executions = new ExecutionOrder();
  let panel: InspectorPanel | null = null;
  const add = (): InspectorPanel => {
    if (!panel || panel.isDisposed) {
      panel = new InspectorPanel(notebooks, outputs, executions, translate);
      panel.title.icon = weightsIcon;
      panel.title.caption = translate('Weights, cell by cell');
      panel.title.label = labShell ? '' : translate('Weights');
      // In a narrow window of Notebook 7, use the area below the notebook.
      const below = !labShell && window.innerWidth < BELOW;
      panel.toggleClass('sg-inspector-below', below);
      app.shell.add(panel, below ? 'down' : 'right', { rank: 950 });
    }
    return panel;
  };
  app.commands.addCommand(SHOW, {
    label: () => translate('Show Weights, Cell by Cell'),
    caption: () => translate('Open the inspector of the notebook’s weights'),
    icon: weightsIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () => {
      app.shell.activateById(add().id);
    }
  });
  palette?.addItem({ command: SHOW, category: CATEGORY });
  if (labShell) {
    restorer?.add(add(), 'stepgrad-inspector');
  }
}
