import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IOutputModel } from '@jupyterlab/rendermime';
import { formatAddress, parseAddress } from '../../trace';
import { StepperModel, pngOf, standalone, svgText } from '../../views';
import type { Translate } from '../../derivation/translate';
import { ParameterRows } from '../../views/parameters/parameterRows';
import { Inspector, InspectorHost } from '../../views/inspector/inspector';
import { InspectorModel } from '../../views/inspector/inspectorModel';
import { locate } from '../notebooks';
import type { Outputs, ShownOutput } from '../outputs';
import { download } from '../save';
import { entryId, forget, seenIn } from './cells';
import type { ExecutionOrder } from './executionOrder';

/** The inspector view, connected with the notebook's steppers. Loaded when the panel is first visible. */
export class NotebookInspector {
  readonly element = document.createElement('div');
  private readonly model = new InspectorModel();
  private view: Inspector | null = null;
  private readonly watched = new WeakSet<StepperModel>();
  private following = false;
  /** Whether the reader chose an entry whose output is not drawn yet. */
  private awaited = false;

  constructor(
    private readonly notebooks: INotebookTracker,
    private readonly outputs: Outputs,
    private readonly executions: ExecutionOrder,
    private readonly translate: Translate
  ) {
    this.element.className = 'sg-inspector-drawn';
    this.redraw();
    this.model.opened.connect(() => this.light());
    this.model.revealed.connect(() => void this.reveal());
    outputs.all.forEach(widget => this.watch(widget));
  }

  /** Draws the view again, for example in another language. */
  redraw(): void {
    this.view?.dispose();
    this.model.digits = this.outputs.preferences.precision;
    this.view = new Inspector(this.model, this.translate, host);
    this.element.replaceChildren(this.view.root);
  }

  read(panel: NotebookPanel | null): void {
    const notebook = panel?.content.model;
    this.model.read(panel?.context.path ?? '', notebook ? seenIn(notebook, this.executions) : []);
  }

  forget(output: IOutputModel): void {
    forget(output);
  }

  /** Follows a stepper: selecting a weight there selects it here. */
  watch(widget: ShownOutput): void {
    const stepper = widget.drawn?.model;
    if (stepper && !this.watched.has(stepper)) {
      this.watched.add(stepper);
      stepper.changed.connect(() => this.follow(widget, stepper));
    }
    if (this.awaited) {
      this.show();
    }
  }

  dispose(): void {
    this.view?.dispose();
    this.model.dispose();
  }

  private follow(widget: ShownOutput, stepper: StepperModel): void {
    const address = addressIn(stepper);
    if (this.following || address === null || !this.element.isConnected) {
      return;
    }
    const place = locate(widget, this.notebooks);
    const id = place && entryId(place.cell, place.output);
    if (id && this.model.entries.some(entry => entry.id === id)) {
      if (this.model.chosen?.id !== id) {
        this.model.choose(id);
      }
      // For a layer selected as a whole, keep the number selected in it.
      const own = (of: string): string => of.slice(0, of.lastIndexOf('.'));
      const stays = stepper.focus?.kind === 'operation' && own(this.model.selected) === own(address);
      this.model.select(stays ? this.model.selected : address, false);
    }
  }

  /** Scrolls the cell of the chosen entry into view: Lab renders far cells only then. */
  private async reveal(): Promise<void> {
    const content = this.notebooks.currentWidget?.content;
    const id = this.model.chosen?.cell;
    const index = content?.widgets.findIndex(cell => cell.model.id === id) ?? -1;
    if (content && index >= 0) {
      this.awaited = true;
      await content.scrollToItem(index, 'smart');
      this.show();
    }
  }

  /** Focuses the output of the chosen entry once it is drawn. */
  private show(): void {
    const { chosen } = this.model;
    const widget = this.outputs.all.find(each => {
      const place = each.drawn && locate(each, this.notebooks);
      return place && entryId(place.cell, place.output) === chosen?.id;
    });
    if (widget?.drawn) {
      this.awaited = false;
      this.light();
      const { root } = widget.drawn;
      root.scrollIntoView({ block: 'nearest' });
      root.focus({ preventScroll: true });
    }
  }

  /** Highlights the selected weight in the stepper of the chosen entry, at the selected iteration. */
  private light(): void {
    const { chosen, selected, iteration } = this.model;
    const address = parseAddress(selected);
    for (const widget of this.outputs.all) {
      const stepper = widget.drawn?.model;
      const place = stepper && locate(widget, this.notebooks);
      if (!stepper || !place || !address || entryId(place.cell, place.output) !== chosen?.id) {
        continue;
      }
      const block = new ParameterRows(stepper).blocks.find(({ name }) => name === address.name);
      if (block) {
        const { own, stage } = block;
        const [unit, input = null] = address.index;
        this.following = true;
        const wanted = iteration ?? stepper.original.iterations.length - 1;
        if (stepper.step.iteration !== wanted) {
          const runs = stepper.runs.filter(run => run.iteration === wanted);
          stepper.goTo((runs.find(({ phase }) => phase === 'backward') ?? runs[0]).start);
        }
        // For a parameter outside a Linear, the graph highlights the whole layer.
        stepper.focus =
          own === null
            ? { kind: 'weight', stage: stepper.network.stages.indexOf(stage), unit, input }
            : { kind: 'operation', operation: { kind: 'own', stage, unit: 0, layer: own } };
        this.following = false;
      }
    }
  }
}

/** The address of the weight selected in a stepper; for a layer other than Linear, its first; null if none is. */
function addressIn({ focus, network, terms, trace }: StepperModel): string | null {
  if (focus?.kind === 'weight') {
    const { stage, unit, input } = focus;
    return input === null
      ? `${terms.biasName(network.stages[stage])}[${unit}]`
      : `${terms.weightName(network.stages[stage])}[${unit},${input}]`;
  }
  if (focus?.kind === 'operation' && focus.operation.kind === 'own') {
    const layer = network.layers[focus.operation.layer].name;
    const first = trace.iterations[0].params.find(({ name }) => name.startsWith(`${layer}.`));
    return first ? formatAddress({ name: first.name, index: first.value.shape.map(() => 0) }) : null;
  }
  return null;
}

const host: InspectorHost = {
  save: (name, text) =>
    download(new Blob([text], { type: name.endsWith('.csv') ? 'text/csv' : 'text/plain' }), name),
  savePicture: (picture, name, format) => void savePicture(picture, name, format)
};

async function savePicture(picture: SVGSVGElement, name: string, format: 'svg' | 'png'): Promise<void> {
  const whole = standalone(picture, name);
  const blob = format === 'svg' ? new Blob([svgText(whole)], { type: 'image/svg+xml' }) : await pngOf(whole);
  if (blob) {
    download(blob, `${name}.${format}`);
  }
}
