import type { TraceReader } from '../trace';
import { afterPart } from './after';
import { answer } from './answer';
import { batchBlocks, sumOverBatch } from './batch';
import { arrives, shortcut, through, weightBlocks } from './backward';
import { Block, Derivation, Sentence } from './derivation';
import { Part, explainedPart } from './explain';
import { layerOutput, lossPart, weightedSum } from './forward';
import { lossRemarks } from './lossRemarks';
import { lastLayer } from './network';
import { Granularity, Operation, Step } from './steps';
import { ownPart, ownResult, ownUpdatePart } from './own';
import { question } from './sentence';
import { Terms } from './terms';
import { throughBatch } from './throughBatch';
import { unexplained } from './unexplained';
import { updatePart } from './update';
import type { Message } from '../engine/message';
import { Expression, product } from '../engine/formula/expression';
import { symbolToText } from './print/text';

/** At most this many operations of a step are derived. */
const READABLE = 24;
/** At most this many results of a step are read out. */
const SPOKEN = 8;

/**
 * The derivation of a step for one sample: its question, and the lines that answer it, each from symbols over numbers
 * to the result in the trace.
 * @param whole derive for the whole batch instead of the sample
 */
export function derive(
  reader: TraceReader,
  step: Step,
  sample: number,
  granularity: Granularity,
  whole = false
): Derivation {
  return deriveStep(new Terms(reader, step.iteration, sample), step, granularity, whole);
}

/** `derive` for quantities that exist already. */
export function deriveStep(terms: Terms, step: Step, granularity: Granularity, whole = false): Derivation {
  const shown = Math.min(step.count, READABLE);
  const operations = Array.from({ length: shown }, (_, i) => step.operation(i));
  return {
    phase: step.phase,
    question: question(terms, step, granularity === 'layer'),
    answer: answer(terms, step, whole),
    ...deriveOperations(terms, operations, whole),
    omitted: step.count - shown
  };
}

/** Whether an operation computes one number for the batch instead of one per sample. */
const isOfBatch = ({ kind }: Operation): boolean =>
  ['loss', 'weight', 'bias', 'update', 'own', 'ownUpdate', 'after'].includes(kind);

/** Operations on parameters, whose numbers belong to the whole batch already. */
const isUpdate = ({ kind }: Operation): boolean => ['update', 'own', 'ownUpdate'].includes(kind);

/** The derivation of several operations as one text. */
export function deriveOperations(
  terms: Terms,
  operations: Operation[],
  whole = false
): Pick<Derivation, 'blocks' | 'remarks' | 'results'> {
  const alone = operations.length === 1;
  const batch = whole ? operations.filter(isOfBatch) : operations;
  const parts = batch.map(operation =>
    whole && !isUpdate(operation)
      ? operation.kind === 'after'
        ? afterPart(terms, true)
        : { blocks: batchBlocks(terms, operation), remarks: [] }
      : partFor(terms, operation, alone)
  );
  const unknown = operations.flatMap(operation => [
    ...unexplained(terms, operation),
    ...throughBatch(terms, operation)
  ]);
  const misfit = operations.some(({ kind }) => kind === 'loss') ? lossRemarks(terms.reader.trace) : [];
  return {
    blocks: merge(parts.flatMap(({ blocks }) => blocks)),
    remarks: distinct([...parts.flatMap(({ remarks }) => remarks), ...unknown, ...misfit.map(sentenceOf)]),
    results: batch.slice(0, SPOKEN).map(operation => resultOf(terms, operation))
  };
}

function partFor(terms: Terms, operation: Operation, alone: boolean): Part {
  const only = (...blocks: Block[]): Part => ({ blocks, remarks: [] });
  switch (operation.kind) {
    case 'z':
      return only(weightedSum(terms, operation.stage, operation.unit));
    case 'activation':
      return layerOutput(terms, operation.unit, operation.layer);
    case 'loss':
      return lossPart(terms);
    case 'arrives': {
      const { stage, unit } = operation;
      const grad = terms.outputGrad(lastLayer(stage), unit);
      return explainedPart('Chain rule', grad, arrives(terms, stage, unit));
    }
    case 'slope': {
      const { unit, layer } = operation;
      const part = explainedPart('Chain rule', terms.inputGrad(layer, unit), through(terms, unit, layer));
      return { ...part, remarks: [...part.remarks, ...shortcut(terms, unit, layer)] };
    }
    case 'weight':
    case 'bias':
      return only(...weightOf(terms, operation, alone));
    case 'update':
      return updatePart(terms, operation.stage, operation.unit, operation.input);
    case 'own':
      return ownPart(terms, operation.layer);
    case 'ownUpdate':
      return ownUpdatePart(terms, operation.layer);
    case 'after':
      return afterPart(terms);
  }
}

/** A weight's gradient: alone, with the factors of δ; within a neuron, δ times the input, since δ is derived above. */
function weightOf(
  terms: Terms,
  operation: Extract<Operation, { kind: 'weight' | 'bias' }>,
  alone: boolean
): Block[] {
  const { stage, unit } = operation;
  const k = operation.kind === 'weight' ? operation.input : null;
  if (alone) {
    return weightBlocks(terms, stage, unit, k);
  }
  const share = k === null ? terms.biasShare(stage, unit) : terms.weightShare(stage, unit, k);
  const delta = terms.outputGrad(stage.linear!, unit);
  const form = k === null ? delta : product(delta, terms.incoming(stage, k));
  return [
    { heading: 'Chain rule', lines: [{ left: share, forms: [form], result: share }] },
    ...sumOverBatch(terms, stage, unit, k)
  ];
}

/**
 * The result of an operation: for a weight, the batch's gradient; for an update, the new value; for the pass after it,
 * the new loss, or the old one if the new one can't be computed.
 */
export function resultOf(terms: Terms, operation: Operation): Expression {
  switch (operation.kind) {
    case 'z':
      return terms.output(operation.stage.linear!, operation.unit);
    case 'activation':
      return terms.output(operation.layer, operation.unit);
    case 'loss':
      return terms.loss();
    case 'arrives':
      return terms.outputGrad(lastLayer(operation.stage), operation.unit);
    case 'slope':
      return terms.inputGrad(operation.layer, operation.unit);
    case 'weight':
      return terms.grad(operation.stage, operation.unit, operation.input);
    case 'bias':
      return terms.grad(operation.stage, operation.unit, null);
    case 'update': {
      const { lines } = updatePart(terms, operation.stage, operation.unit, operation.input).blocks[0];
      return lines[lines.length - 1].result;
    }
    case 'own':
      return ownResult(terms, operation.layer);
    case 'ownUpdate': {
      const { lines } = ownUpdatePart(terms, operation.layer).blocks[0];
      return lines[lines.length - 1].result;
    }
    case 'after':
      return (terms.after ?? terms).loss();
  }
}

/** Merges blocks by heading, in order of first appearance, and drops duplicate lines. */
function merge(blocks: Block[]): Block[] {
  const merged = new Map<string, Block>();
  const seen = new Set<string>();
  for (const { heading, lines } of blocks) {
    const block = merged.get(heading) ?? { heading, lines: [] };
    merged.set(heading, block);
    for (const line of lines) {
      const key = `${heading} ${line.left.kind === 'quantity' ? symbolToText(line.left.symbol) : ''}`;
      if (!seen.has(key) || heading === 'Update') {
        seen.add(key);
        block.lines.push(line);
      }
    }
  }
  const order = [...merged.values()];
  // The source of a symbol is read after its use.
  return [
    ...order.filter(({ heading }) => heading !== 'Where'),
    ...order.filter(({ heading }) => heading === 'Where')
  ].filter(({ lines }) => lines.length > 0);
}

/** A message without nested ones as a sentence. */
const sentenceOf = ({ message, args }: Message): Sentence => ({
  message,
  args: args.filter(arg => typeof arg !== 'object')
});

/** Sentences without duplicates. */
const distinct = (sentences: Sentence[]): Sentence[] => [
  ...new Map(sentences.map(sentence => [JSON.stringify(sentence), sentence])).values()
];
