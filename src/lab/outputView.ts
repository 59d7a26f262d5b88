import { undrawable } from '../derivation';
import { HistoryReport, Payload, Trace, readPayload } from '../trace';
import {
  ComparisonView,
  ExportFormat,
  Feed,
  Host,
  ModelView,
  Stepper,
  StepperModel,
  TrainingModel,
  TrainingView,
  Translate,
  checkView,
  errorView,
  messageText,
  sentenceText,
  takeToNotebook,
  undrawnText
} from '../views';
import { translation } from './translation';
import type { Reading } from './places';
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
  update?(data: unknown): boolean;
  /** Tells the view of a training run where further reports come from. */
  feed?(feed: Feed): void;
}

/** The preferences that are part of a reader's place. */
export type Placed = 'granularity' | 'notation' | 'pace';

/** What the reader of an output has chosen so far, and where every change of it goes. */
export interface Bookmark {
  reading: Reading;
  keep(reading: Reading): void;
}

/**
 * Draws data under stepgrad's MIME type. The data is not trusted: it is validated first, and data that can't be drawn
 * is replaced by one sentence.
 * @param bookmark the reader's place
 * @param host the actions of the surrounding page
 * @param changed preferences that override the reader's place
 */
export function drawOutput(
  data: unknown,
  bookmark: Bookmark,
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
  const draw = (at: Bookmark): OutputView =>
    viewOf(payload, at, preferences, host, changed, translate, digits);
  try {
    return draw(bookmark);
  } catch {
    // The reader's place may be what can't be drawn: an output itself was drawn before it had one.
    try {
      return draw({ ...bookmark, reading: {} });
    } catch {
      return plain(errorView(undrawnText(translate)));
    }
  }
}

function viewOf(
  payload: Payload,
  bookmark: Bookmark,
  preferences: Preferences,
  host: Host,
  changed: Placed[],
  translate: Translate,
  digits: number
): OutputView {
  const plain = (root: HTMLElement): OutputView => withFiles({ root }, translate);
  switch (payload.kind) {
    case 'check':
      return plain(checkView(payload, digits, translate));
    case 'history':
      return training(payload, bookmark, digits, translate);
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
        ? stepper(payload, bookmark, preferences, host, changed, translate)
        : plain(errorView(sentenceText(missing, translate)));
    }
  }
}

/** A stepper at its reader's place; without one, at the place that `show` or the settings give. */
function stepper(
  trace: Trace,
  bookmark: Bookmark,
  preferences: Preferences,
  host: Host,
  changed: Placed[],
  translate: Translate
): OutputView {
  const { granularity, notation, pace, precision, hide } = { ...preferences, ...trace.view };
  const { step, sample } = trace.view ?? {};
  const model = new StepperModel(
    trace,
    bookmark.reading.stepper ?? { granularity, notation, pace, step, sample }
  );
  for (const name of changed) {
    Object.assign(model, { [name]: { granularity, notation, pace }[name] });
  }
  model.digits = precision;
  model.changed.connect(() => bookmark.keep({ stepper: model.kept }));
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
function training(
  history: HistoryReport,
  bookmark: Bookmark,
  digits: number,
  translate: Translate
): OutputView {
  const model = new TrainingModel(history, digits, bookmark.reading.training);
  const view = new TrainingView(model, translate);
  model.changed.connect(() => bookmark.keep({ training: model.place }));
  const shown = withFiles({ root: view.root, dispose: () => view.dispose() }, translate);
  return {
    ...shown,
    update: data => {
      const read = readPayload(data);
      if ('error' in read || read.payload.kind !== 'history') {
        return false;
      }
      model.history = read.payload;
      return true;
    },
    feed: feed => {
      model.feed = feed;
    }
  };
}
