import {
  Program,
  Terms,
  Translate,
  architecture,
  deriveOperations,
  formatNumber,
  networkOf,
  question,
  sentenceText,
  undrawable,
  lossRemarks,
  messageText
} from '../derivation';
import { Trace, TraceReader, decodeNumber, groupName, groupsOf, lossAfter } from '../trace';
import type { Document, Section } from './document';
import { tableOfParameters } from './tableOfParameters';
import { passInWords } from './passInWords';
import { networkPicture } from './networkPicture';
import { traceSubject } from './traceSubject';

/** At most this many operations of a step are derived, by phase. The table holds the whole update. */
const OPERATIONS = { forward: 4, loss: 1, backward: 4, update: 2, after: 1 };
/** At most this many steps are derived. */
const STEPS = 16;

/** A recorded pass: the network with its numbers, the derivation layer by layer, and every parameter. */
export function traceDocument(trace: Trace, translate: Translate, digits: number): Document {
  const reader = new TraceReader(trace);
  const cannot = undrawable(trace);
  const about = [trace.loss.type, ...optimizerText(trace, digits), lossText(trace, digits)];
  const table = tableOfParameters(reader, translate, digits);
  if (cannot !== null) {
    const heading = trace.model.map(({ type }) => type).join(' · ');
    return { heading, about, sentences: [sentenceText(cannot, translate)], sections: [], table };
  }
  const network = networkOf(trace);
  const terms = new Terms(reader, 0, 0);
  const plain = passInWords(terms, translate, digits);
  const heading = architecture(network);
  const description = `${translate('A network of %1 inputs and %2 outputs, after one pass.', network.inputs, terms.outputs)} ${plain.join('; ')}`;
  return {
    heading,
    about,
    sentences: withRemark(scope(trace, reader, translate), trace, translate),
    picture: networkPicture(traceSubject(terms, digits), translate, about.join(' · '), description),
    sections: sectionsOf(trace, terms),
    table,
    plain
  };
}

/** The sentences, with the remark on last layer and loss at the end of the last: the plain text stays short. */
function withRemark(sentences: string[], trace: Trace, translate: Translate): string[] {
  const remark = lossRemarks(trace).map(each => messageText(each, translate));
  const last = [...sentences.slice(-1), ...remark].join(' ');
  return last === '' ? [] : [...sentences.slice(0, -1), last];
}

/** Says which sample and iteration is shown if there are several. */
function scope({ iterations }: Trace, { samples, rowShape }: TraceReader, translate: Translate): string[] {
  const many = samples > 1;
  return [
    ...(iterations.length > 1 ? [translate('This is the first of %1 iterations.', iterations.length)] : []),
    ...(many
      ? [
          rowShape.length === 1
            ? translate(
                'Picture and derivation are of the first of %1 samples; the table is of the whole batch.',
                samples
              )
            : translate(
                'Picture and derivation are of the first position of the first sample, of %1; the table is of the whole batch.',
                rowShape.join(' × ')
              )
        ]
      : [])
  ];
}

function sectionsOf(trace: Trace, terms: Terms): Section[] {
  const program = new Program(trace, 'layer');
  const steps = Math.min(STEPS, program.length / trace.iterations.length);
  return Array.from({ length: steps }, (_, i) => {
    const step = program.step(i);
    const shown = Math.min(OPERATIONS[step.phase], step.count);
    const operations = Array.from({ length: shown }, (_, k) => step.operation(k));
    const { blocks } = deriveOperations(terms, operations);
    return {
      phase: step.phase,
      question: question(terms, step, true),
      blocks,
      remarks: [],
      more: step.count - shown
    };
  });
}

/** `SGD η = 0.1, momentum 0.9`, then the own options of parameter groups: `linear2: η = 0.01`. */
function optimizerText(trace: Trace, digits: number): string[] {
  const { optimizer } = trace;
  if (!optimizer) {
    return [];
  }
  const { type, custom: _custom, ...options } = optimizer;
  const common = optionTexts(
    Object.entries(options).filter(([, value]) => value !== 0 && value !== false),
    digits
  );
  const groups = groupsOf(trace).slice(1);
  const own = groups
    .slice(0, GROUPS)
    .map(group => `${groupName(group, trace)}: ${optionTexts(Object.entries(group.options), digits)}`);
  return [`${type} ${common}`, ...own, ...(groups.length > GROUPS ? ['…'] : [])];
}

/** At most this many groups fit in a line. */
const GROUPS = 3;

const optionTexts = (options: [string, unknown][], digits: number): string =>
  options
    .map(([name, value]) => {
      const text = typeof value === 'number' ? formatNumber(value, digits) : [value].flat().join(', ');
      return name === 'lr' ? `η = ${text}` : value === true ? name : `${name} ${text}`;
    })
    .join(', ');

/** `L = 0.9741 → 0.7178`: the loss before each iteration and after the last; of more than six, the first three and the last. */
function lossText(trace: Trace, digits: number): string {
  const after = lossAfter(trace);
  const losses = [
    ...trace.iterations.map(({ loss }) => decodeNumber(loss)),
    ...(after === null ? [] : [after])
  ];
  const texts = losses.map(loss => formatNumber(loss, digits));
  return `L = ${(texts.length > 6 ? [...texts.slice(0, 3), '…', texts[texts.length - 1]] : texts).join(' → ')}`;
}
