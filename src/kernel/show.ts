import { Gradcheck, History, Module } from '../engine';
import { descriptionOf, isPromise } from '../engine/describe';
import { failure } from '../engine/message';
import { DIGITS } from '../derivation';
import { MIME_TYPE, Trace, ViewOptions, encodeReport, readPayload, snapshotModel } from '../trace';
import { translator } from './language';
import { publish } from './publish';
import { sizeNote } from './sizeNote';
import { languageOf, staticVersion } from './staticVersion';
import { checkViewOptions } from './viewOptions';

// Declared by hand: this file is also bundled with the extension.
declare const console: { log(text: string): void };

/**
 * Shows a result of the package in the cell's output: a trace as a stepper, a model or a neuron with its weights, a
 * gradient check as a table, a training run epoch by epoch. Returns nothing.
 * @param x a trace (also after a round trip through JSON), a model, a neuron, or a result of `gradcheck`, `fit` or
 * `compare`
 * @param options for a trace: hidden parts, step size, digits, … of this output, overriding the reader's settings:
 * `show(trace, { hide: ['derivation'], granularity: 'layer' })`. For any output: `language`, also of the static version
 * that is shown without the extension; its default is the environment variable STEPGRAD_LANGUAGE, then the machine's
 * language
 *
 * Prints a sentence if iterations were left out of the trace, and if the output is larger than 10 MB.
 * @throws TypeError for any other value, and for a result that can't be drawn, with the reason: a trace of more than
 * 2,000,000 numbers (16 MB), for which you record fewer samples or iterations
 */
export function show(x: Trace | Module | Gradcheck | History | object, options: ViewOptions = {}): void {
  if (isPromise(x)) {
    throw failure(TypeError, 'show got a Promise: write await before fit(…), as in show(await fit(…)).');
  }
  if (x === null || typeof x !== 'object' || Array.isArray(x)) {
    throw failure(
      TypeError,
      'show expects a trace, a model, a check or a history, got %1.',
      descriptionOf(x)
    );
  }
  // Through JSON, so that the checked data is the data that the page reads.
  const json: unknown = JSON.parse(JSON.stringify(x instanceof Module ? snapshotModel(x) : encodeReport(x)));
  const isTrace = (json as Partial<Trace> | null)?.kind === 'trace';
  const view = checkViewOptions(options, isTrace);
  const pinned = isTrace && Object.keys(view).length > 0;
  const read = readPayload(pinned ? { ...(json as Trace), view } : json);
  if ('error' in read) {
    throw failure(TypeError, "show can't draw this: %1", read.sentence);
  }
  const digits = view.precision ?? DIGITS;
  const language = languageOf(view.language);
  const bundle = { [MIME_TYPE]: read.payload, ...staticVersion(read.payload, language, digits) };
  publish(bundle);
  const note = sizeNote(read.payload, JSON.stringify(bundle).length, translator(language));
  if (note !== null) {
    console.log(note);
  }
}
