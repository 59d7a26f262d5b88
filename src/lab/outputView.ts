import { undrawable } from '../derivation';
import { HistoryReport, readPayload } from '../trace';
import {
  ComparisonView,
  ModelView,
  Place,
  Stepper,
  StepperModel,
  TrainingModel,
  TrainingPlace,
  TrainingView,
  Translate,
  checkView,
  errorView
} from '../views';
import { translation } from './language';
import type { Preferences } from './renderer';

/** An output on the page. */
export interface OutputView {
  root: HTMLElement;
  dispose?(): void;
  /** Shows what has become of it, in place. @returns whether it can: whether it is of the same kind */
  update?(data: unknown, content: string): boolean;
}

/** Where readers were in the outputs that they stepped through, by content: kept while Lab is open. */
const places = new Map<string, Place>();
const trainings = new Map<string, TrainingPlace>();
const MAX_PLACES = 200;

/**
 * Draws whatever came under the MIME type. Nothing of it is trusted: it is validated first, and what can't
 * be drawn becomes one sentence.
 * @param content the data as text, by which its reader's place is found again
 */
export function drawOutput(data: unknown, content: string, preferences: Preferences): OutputView {
  const read = readPayload(data);
  if ('error' in read) {
    return { root: errorView(read.error) };
  }
  const { payload } = read;
  const translate = translation(preferences.language, preferences.translator);
  switch (payload.kind) {
    case 'check':
      return { root: checkView(payload, translate) };
    case 'history':
      return drawTraining(payload, content, translate);
    case 'comparison':
      return new ComparisonView(payload, translate);
    case 'model':
      return new ModelView(payload, translate);
    case 'trace': {
      const missing = undrawable(payload);
      if (missing !== null) {
        return { root: errorView(missing) };
      }
      const model = new StepperModel(
        payload,
        places.get(content) ?? { granularity: preferences.granularity }
      );
      model.changed.connect(() => keep(places, content, model.kept));
      return new Stepper(model, translate);
    }
  }
}

/** A run, which may be going on: what comes later is shown in the same view. */
function drawTraining(history: HistoryReport, content: string, translate: Translate): OutputView {
  const model = new TrainingModel(history, trainings.get(content));
  const view = new TrainingView(model, translate);
  model.changed.connect(() => keep(trainings, content, model.place));
  return {
    root: view.root,
    dispose: () => view.dispose(),
    update: (data, changed) => {
      const read = readPayload(data);
      if ('error' in read || read.payload.kind !== 'history') {
        return false;
      }
      content = changed;
      model.history = read.payload;
      return true;
    }
  };
}

/** The last places, by content. */
function keep<T>(places: Map<string, T>, content: string, place: T): void {
  places.delete(content);
  places.set(content, place);
  if (places.size > MAX_PLACES) {
    places.delete(places.keys().next().value!);
  }
}
