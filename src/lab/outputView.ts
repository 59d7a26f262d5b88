import { undrawable } from '../derivation';
import { HistoryReport, Trace, readPayload } from '../trace';
import {
  ComparisonView,
  ExportFormat,
  Host,
  ModelView,
  Stepper,
  StepperModel,
  StepperPlace,
  TrainingModel,
  TrainingPlace,
  TrainingView,
  Translate,
  checkView,
  errorView,
  messageText,
  sentenceText,
  takeToNotebook
} from '../views';
import { translation } from './translation';
import type { Preferences } from './preferences';
import { save } from './save';

/** The view of an output. */
export interface OutputView {
  root: HTMLElement;
  /** The stepper's model; absent for other views. */
  model?: StepperModel;
  /** Inserts code for a stepper's edits into the notebook. */
  toNotebook?(): Promise<void>;
  /** The formats that the view can be saved in. */
  formats: ExportFormat[];
  /** Downloads the view as a file. */
  save(format: ExportFormat, steps?: 'this' | 'all'): Promise<void>;
  dispose?(): void;
  /** Shows new data in place. @returns false if the data is not of the same kind, and the view unchanged */
  update?(data: unknown, content: string): boolean;
}

/** The preferences that are part of a reader's place. */
export type Placed = 'granularity' | 'notation' | 'pace';

/** The readers' places by content of the output, kept while Lab is open. */
const places = new Map<string, StepperPlace>();
const trainings = new Map<string, TrainingPlace>();
/** Places kept of each kind. */
const MAX_PLACES = 200;

/**
 * Draws data under stepgrad's MIME type. The data is not trusted: it is validated first, and data that can't be drawn
 * is replaced by one sentence.
 * @param content the data as text: the key of the reader's place
 * @param host the actions of the surrounding page
 * @param changed preferences that override the reader's place
 */
export function drawOutput(
  data: unknown,
  content: string,
  preferences: Preferences,
  host: Host,
  changed: Placed[] = []
): OutputView {
  const read = readPayload(data);
  const pinned = 'payload' in read && read.payload.kind === 'trace' ? read.payload.view : undefined;
  const translate = translation(pinned?.language ?? preferences.language, preferences.translator);
  const digits = pinned?.precision ?? preferences.precision;
  const plain = (root: HTMLElement): OutputView => withFiles({ root }, translate);
  if ('error' in read) {
    return plain(errorView(messageText(read.sentence, translate)));
  }
  const { payload } = read;
  switch (payload.kind) {
    case 'check':
      return plain(checkView(payload, digits, translate));
    case 'history':
      return training(payload, content, digits, translate);
    case 'comparison': {
      const view = new ComparisonView(payload, digits, translate);
      return withFiles({ root: view.root, dispose: () => view.dispose() }, translate);
    }
    case 'model': {
      const view = new ModelView(payload, digits, translate);
      return withFiles({ root: view.root, dispose: () => view.dispose() }, translate);
    }
    case 'trace': {
      const missing = undrawable(payload);
      return missing === null
        ? stepper(payload, content, preferences, host, changed, translate)
        : plain(errorView(sentenceText(missing, translate)));
    }
  }
}

/** A stepper at its reader's place; without one, at the place that `show` or the settings give. */
function stepper(
  trace: Trace,
  content: string,
  preferences: Preferences,
  host: Host,
  changed: Placed[],
  translate: Translate
): OutputView {
  const { granularity, notation, pace, precision, hide } = { ...preferences, ...trace.view };
  const { step, sample } = trace.view ?? {};
  const model = new StepperModel(trace, places.get(content) ?? { granularity, notation, pace, step, sample });
  for (const name of changed) {
    Object.assign(model, { [name]: { granularity, notation, pace }[name] });
  }
  model.digits = precision;
  model.changed.connect(() => keep(places, content, model.kept));
  let view: OutputView | null = null;
  const save = (format: ExportFormat): void => void view?.save(format);
  const drawn = new Stepper(model, translate, { hide, host: { ...host, save } });
  view = withFiles(
    {
      root: drawn.root,
      model,
      toNotebook: () => takeToNotebook(model, host, translate),
      dispose: () => drawn.dispose()
    },
    translate
  );
  return view;
}

/** Adds the formats: pictures for a view with an SVG, derivations for a stepper. */
function withFiles(view: Omit<OutputView, 'formats' | 'save'>, translate: Translate): OutputView {
  const picture = view.root.querySelector('svg') !== null;
  return {
    ...view,
    formats: [
      ...(picture ? (['svg', 'png'] as const) : []),
      ...(view.model ? (['latex', 'markdown'] as const) : [])
    ],
    save: (format, steps) => save(view.root, view.model, translate, format, steps)
  };
}

/** A training run, possibly under way: later data is shown in the same view. */
function training(history: HistoryReport, content: string, digits: number, translate: Translate): OutputView {
  const model = new TrainingModel(history, digits, trainings.get(content));
  const view = new TrainingView(model, translate);
  model.changed.connect(() => keep(trainings, content, model.place));
  const shown = withFiles({ root: view.root, dispose: () => view.dispose() }, translate);
  return {
    ...shown,
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

/** Keeps a place as the newest, and drops the oldest beyond the limit. */
function keep<T>(places: Map<string, T>, content: string, place: T): void {
  places.delete(content);
  places.set(content, place);
  if (places.size > MAX_PLACES) {
    places.delete(places.keys().next().value!);
  }
}
