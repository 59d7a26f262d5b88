import { Gradcheck, History, Module } from '../engine';
import { describe } from '../engine/tensor';
import { MIME_TYPE, Trace, encodeReport, readPayload, snapshotModel } from '../trace';
import { publish } from './publish';
import { Language, languageOf, staticVersion } from './static';

/** How an output is shown. */
export interface ShowOptions {
  /**
   * The language of its static version, which stands where the extension is not installed: 'en' or 'zh-CN'. The
   * environment's STEPGRAD_LANGUAGE when left out, else the machine's; on the page, an output follows JupyterLab.
   */
  language?: Language;
}

/**
 * Shows what the package returns in the cell's output: a trace as a stepper, a model or a neuron with its
 * weights, a gradient check as a table, a training run epoch by epoch. Returns nothing.
 * @param x a trace (also one that went through JSON), a model, a neuron, or what `gradcheck` or `fit` returned
 * @param options.language of the static version, for where the extension is not installed
 * @throws TypeError for anything else, and for what can't be drawn, saying why
 */
export function show(x: Trace | Module | Gradcheck | History | object, options: ShowOptions = {}): void {
  if (x === null || typeof x !== 'object' || Array.isArray(x)) {
    throw new TypeError(`show expects a trace, a model, a check or a history, got ${describe(x)}.`);
  }
  // Through JSON, so that what is checked here is what the page will read.
  const json: unknown = JSON.parse(JSON.stringify(x instanceof Module ? snapshotModel(x) : encodeReport(x)));
  const read = readPayload(json);
  if ('error' in read) {
    throw new TypeError(`show can't draw this: ${read.error}`);
  }
  publish({ [MIME_TYPE]: read.payload, ...staticVersion(read.payload, languageOf(options.language)) });
}
