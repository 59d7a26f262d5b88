import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import {
  LabIcon,
  addBelowIcon,
  imageIcon,
  launchIcon,
  markdownIcon,
  textEditorIcon
} from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyJSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ExportFormat } from '../views';
import type { Translate } from '../derivation/translate';
import type { OutputPlace } from './notebooks';
import type { Outputs, ShownOutput } from './outputs';
import type { OutputTabs } from './outputTabs';

export const OPEN = 'stepgrad:open-output';
/** The palette's category: a name that is not translated. */
const CATEGORY = 'stepgrad';

/** The parts of Lab that the commands need. */
export interface CommandContext {
  app: JupyterFrontEnd;
  outputs: Outputs;
  tabs: OutputTabs | null;
  palette: ICommandPalette | null;
  translate: Translate;
}

interface Command {
  id: string;
  label(): string;
  caption(): string;
  icon: LabIcon;
  args?: ReadonlyJSONObject;
  /** Whether the command is possible for an output. */
  fits(output: ShownOutput): boolean;
  run(output: ShownOutput, args: ReadonlyPartialJSONObject): unknown;
}

/** Adds the commands of palette, context menu and keyboard. All act on the reader's current output. */
export function addCommands({ app, outputs, tabs, palette, translate }: CommandContext): void {
  const commands = [
    ...(tabs ? [openCommand(tabs, outputs, translate)] : []),
    insertCommand(translate),
    ...exportCommands(translate)
  ];
  for (const command of commands) {
    const target = (): ShownOutput | null => {
      const output = outputs.current(app.shell);
      return output && command.fits(output) ? output : null;
    };
    const options: CommandRegistry.ICommandOptions = {
      label: command.label,
      // A disabled command says why.
      caption: () =>
        target() ? command.caption() : translate('Click an output of stepgrad for which this can be done.'),
      icon: command.icon,
      isEnabled: args => typeof args.path === 'string' || target() !== null,
      describedBy: { args: command.args ?? { type: 'object', properties: {} } },
      execute: args => {
        if (tabs && command.id === OPEN && typeof args.path === 'string') {
          return tabs.open(args as unknown as OutputPlace);
        }
        const output = target();
        return output ? command.run(output, args) : undefined;
      }
    };
    app.commands.addCommand(command.id, options);
    palette?.addItem({ command: command.id, category: CATEGORY });
  }
  // Whether a command is enabled depends on the current tab.
  app.shell.currentChanged?.connect(() => {
    commands.forEach(({ id }) => app.commands.notifyCommandChanged(id));
  });
}

function openCommand(tabs: OutputTabs, outputs: Outputs, translate: Translate): Command {
  return {
    id: OPEN,
    label: () => translate('Open Output in a Tab'),
    caption: () => translate('Open the output in a tab of its own, beside the notebook'),
    icon: launchIcon,
    args: {
      type: 'object',
      properties: {
        path: {
          type: 'string',
          description: "The notebook's path; without it, the current output is opened"
        },
        cell: { type: 'string', description: "The cell's id" },
        output: { type: 'integer', description: "The index among the cell's stepgrad outputs, from 0" }
      }
    },
    fits: output => tabs.placeOf(output) === null,
    run: output => outputs.hostOf(output).openTab?.()
  };
}

function insertCommand(translate: Translate): Command {
  return {
    id: 'stepgrad:insert-change',
    label: () => translate('Insert the Change as a Code Cell'),
    caption: () => translate('Insert a code cell that makes the same change in the kernel'),
    icon: addBelowIcon,
    fits: output => (output.drawn?.model?.edits.size ?? 0) > 0,
    run: output => output.drawn?.toNotebook?.()
  };
}

const exportArgs: ReadonlyJSONObject = {
  type: 'object',
  properties: {
    steps: {
      type: 'string',
      enum: ['this', 'all'],
      description: "The steps to export: 'this' (default) or 'all'"
    }
  }
};

function exportCommands(translate: Translate): Command[] {
  const command = (
    format: ExportFormat,
    icon: LabIcon,
    label: () => string,
    caption: () => string,
    args?: ReadonlyJSONObject
  ): Command => ({
    id: `stepgrad:export-${format}`,
    label,
    caption,
    icon,
    args,
    fits: output => output.drawn?.formats.includes(format) ?? false,
    run: (output, { steps }) => output.drawn?.save(format, steps === 'all' ? 'all' : 'this')
  });
  return [
    command(
      'svg',
      imageIcon,
      () => translate('Export Picture as SVG'),
      () => translate('Download the picture of the network as it is now, as SVG')
    ),
    command(
      'png',
      imageIcon,
      () => translate('Export Picture as PNG'),
      () => translate('Download the picture of the network as it is now, as PNG')
    ),
    command(
      'latex',
      textEditorIcon,
      () => translate('Export Derivation as LaTeX'),
      () => translate('Download the derivation of this step, as LaTeX'),
      exportArgs
    ),
    command(
      'markdown',
      markdownIcon,
      () => translate('Export Derivation as Markdown'),
      () => translate('Download the derivation of this step, as Markdown'),
      exportArgs
    )
  ];
}
