import type { Translate } from '../derivation/translate';
import { OPEN, addCommands } from './commands';
import { hostFor } from './labHost';
import { locate } from './notebooks';
import type { LabServices } from './labServices';
import { translation } from './translation';
import { OutputTabs } from './outputTabs';
import { RunFeeds } from './runFeeds';

/** Adds the commands and tabs, and connects the outputs with them. */
export function addActions(services: LabServices): void {
  const { app, outputs, notebooks, palette, translator, labShell, restorer } = services;
  // Looked up for every text, since the reader may change the language.
  const translate: Translate = (message, ...args) =>
    translation(outputs.preferences.language, translator)(message, ...args);
  const tabs = notebooks && new OutputTabs(app, notebooks, outputs, translate, labShell);
  outputs.hostOf = widget => hostFor(widget, notebooks, tabs, translate);
  outputs.placeOf = widget => tabs?.placeOf(widget) ?? (notebooks && locate(widget, notebooks));
  app.serviceManager.contents.fileChanged.connect((_, { type, oldValue, newValue }) => {
    if (type === 'rename' && oldValue?.path && newValue?.path) {
      outputs.places.rename(oldValue.path, newValue.path);
    } else if (type === 'delete' && oldValue?.path) {
      outputs.places.forget(oldValue.path);
    }
  });
  if (notebooks) {
    new RunFeeds(outputs, notebooks, app.commands);
  }
  addCommands({ app, outputs, tabs, palette, translate });
  if (restorer) {
    tabs?.restore(restorer, OPEN);
  }
}
