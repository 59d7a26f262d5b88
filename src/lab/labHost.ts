import type { INotebookTracker } from '@jupyterlab/notebook';
import type { Host } from '../views';
import type { Translate } from '../derivation/translate';
import { OpenOutput, find, insertBelow, locate, sourcesFrom } from './notebooks';
import type { ShownOutput } from './outputs';
import type { OutputTabs } from './outputTabs';

/** The actions that Lab offers to an output, in a notebook or in a tab. */
export function hostFor(
  widget: ShownOutput,
  notebooks: INotebookTracker | null,
  tabs: OutputTabs | null,
  translate: Translate
): Host {
  const place = tabs?.placeOf(widget) ?? null;
  const located = (): OpenOutput | null =>
    notebooks && (place ? find(place, notebooks) : locate(widget, notebooks));
  return {
    toNotebook: async write => {
      const there = located();
      if (there) {
        insertBelow(there, write(sourcesFrom(there), there.output));
        return translate('A code cell was inserted below. Run it to make the change in the kernel.');
      }
      try {
        await navigator.clipboard.writeText(write([], 0));
        return translate('No notebook is open here: the code was copied instead. Paste it into a cell.');
      } catch {
        return translate('No notebook is open here, and the browser does not allow copying.');
      }
    },
    ...(tabs &&
      !place && {
        openTab: () => {
          const there = located();
          if (there) {
            const { path, cell, output } = there;
            tabs.open({ path, cell, output });
          }
          return there ? '' : translate('Only an output in a notebook can be opened in a tab of its own.');
        }
      })
  };
}
