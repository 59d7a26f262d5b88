import { Gradcheck, History, Module } from '../engine';
import { describe } from '../engine/tensor';
import { DIGITS } from '../derivation';
import { MIME_TYPE, Trace, ViewOptions, encodeReport, readPayload, snapshotModel } from '../trace';
import { publish } from './publish';
import { languageOf, staticVersion } from './staticVersion';
import { checkViewOptions } from './viewOptions';

/**
 * Shows what the package returns in the cell's output: a trace as a stepper, a model or a neuron with its
 * weights, a gradient check as a table, a training run epoch by epoch. Returns nothing.
 * @param x a trace (also one that went through JSON), a model, a neuron, or what `gradcheck` or `fit` returned
 * @param options of a trace: what is left out, how large a step is, how many digits numbers have, … for this output,
 * whatever the reader's settings are: `show(trace, { hide: ['derivation'], granularity: 'layer' })`. Of anything:
 * `language`, which is also that of the static version, for where the extension is not installed; that is the
 * environment's STEPGRAD_LANGUAGE when left out, else the machine's
 * @throws TypeError for anything else, and for what can't be drawn, saying why: a trace of more than 2,000,000
 * numbers (16 MB), of which one would record fewer samples or iterations
 */
export function show(x: Trace | Module | Gradcheck | History | object, options: ViewOptions = {}): void {
  if (x === null || typeof x !== 'object' || Array.isArray(x)) {
    throw new TypeError(`show expects a trace, a model, a check or a history, got ${describe(x)}.`);
  }
  // Through JSON, so that what is checked here is what the page will read.
  const json: unknown = JSON.parse(JSON.stringify(x instanceof Module ? snapshotModel(x) : encodeReport(x)));
  const isTrace = (json as Partial<Trace> | null)?.kind === 'trace';
  const view = checkViewOptions(options, isTrace);
  const pinned = isTrace && Object.keys(view).length > 0;
  const read = readPayload(pinned ? { ...(json as Trace), view } : json);
  if ('error' in read) {
    throw new TypeError(`show can't draw this: ${read.error}`);
  }
  const digits = view.precision ?? DIGITS;
  publish({ [MIME_TYPE]: read.payload, ...staticVersion(read.payload, languageOf(view.language), digits) });
}
