/** Answers: the result of a step in one plain sentence, and what the result means for the loss. */
import { Sentence, inTurn, say } from '../engine/formula/expression';
import { afterAnswer } from './answerAfter';
import { batchGuess, guessAlone, guessAnswer } from './answerGuess';
import { mostReactive, parameterReaction, reaction } from './answerReaction';
import { mostMoved, moveAnswer } from './answerUpdate';
import { shown } from './answerWords';
import { Stage, lastLayer } from './network';
import { isPlainMean } from './shares';
import type { Operation, Step } from './steps';
import { Terms } from './terms';

/**
 * The answer to a step's question; null if the formulas say it better.
 * @param whole for the whole batch instead of the sample
 */
export function answer(terms: Terms, step: Step, whole = false): Sentence | null {
  const own = ownAnswer(terms, step, whole);
  return !whole && isLastForward(terms, step) ? inTurn(own, guessAlone(terms)) : own;
}

/** Whether a step computes the last output. */
function isLastForward(terms: Terms, step: Step): boolean {
  const last = step.operation(step.count - 1);
  const { layers } = terms.network;
  return (
    (last.kind === 'z' || last.kind === 'activation') &&
    last.unit === terms.outputs - 1 &&
    (last.kind === 'z' ? last.stage.linear : last.layer) === layers.length - 1
  );
}

function ownAnswer(terms: Terms, step: Step, whole: boolean): Sentence | null {
  const first = step.operation(0);
  if (step.count === 1) {
    return operationAnswer(terms, first, whole);
  }
  const last = step.operation(step.count - 1);
  const unit = 'unit' in first && 'unit' in last && first.unit === last.unit ? first.unit : null;
  const stage = 'stage' in first && first.stage.linear !== null ? first.stage : null;
  switch (step.phase) {
    case 'forward':
      return whole || stage === null || unit === null ? null : neuronAnswer(terms, stage, unit);
    case 'backward':
      return stage && (last.kind === 'weight' || last.kind === 'bias')
        ? inTurn(mostReactive(terms, stage, unit), partShown(terms, whole))
        : null;
    case 'update':
      return mostMoved(terms, stage === null || unit === null || !isOf(last, stage) ? null : { stage, unit });
    default:
      return null;
  }
}

const isOf = (operation: Operation, stage: Stage): boolean =>
  'stage' in operation && operation.stage === stage;

/** The answer to the question of one operation. */
export function operationAnswer(terms: Terms, operation: Operation, whole = false): Sentence | null {
  switch (operation.kind) {
    case 'z': {
      const { stage, unit } = operation;
      const z = shown(terms.output(stage.linear!, unit));
      return whole
        ? null
        : stage.bias
          ? say('The weighted inputs and the bias add up to %1.', z)
          : say('The weighted inputs add up to %1.', z);
    }
    case 'activation': {
      const { unit, layer } = operation;
      const a = terms.output(layer, unit);
      return whole || !terms.activation(layer)
        ? null
        : say('%1 turns %2 into %3.', typeOf(terms, layer), shown(terms.before(layer, unit)), shown(a));
    }
    case 'loss':
      return lossAnswer(terms, whole);
    case 'arrives': {
      const { stage, unit } = operation;
      const at = lastLayer(stage);
      return whole
        ? null
        : reaction(terms.outputGrad(at, unit), terms.output(at, unit), terms.reader.samples > 1);
    }
    case 'slope': {
      const { unit, layer } = operation;
      return whole
        ? null
        : reaction(terms.inputGrad(layer, unit), terms.before(layer, unit), terms.reader.samples > 1);
    }
    case 'weight': {
      const { stage, unit, input } = operation;
      const i = unit * stage.inputs + input;
      return inTurn(parameterReaction(terms, terms.weightName(stage), i), partShown(terms, whole));
    }
    case 'bias':
      return inTurn(
        parameterReaction(terms, terms.biasName(operation.stage), operation.unit),
        partShown(terms, whole)
      );
    case 'update': {
      const { stage, unit, input } = operation;
      return input === null
        ? moveAnswer(terms, terms.biasName(stage), unit)
        : moveAnswer(terms, terms.weightName(stage), unit * stage.inputs + input);
    }
    case 'after':
      return afterAnswer(terms, whole);
    default:
      return null;
  }
}

/** Beside the batch's gradient: that the graph’s lines show what one sample adds to it. */
const partShown = ({ reader, sample }: Terms, whole: boolean): Sentence | null =>
  whole || reader.samples === 1 ? null : say('Lines: sample %1’s part.', sample + 1);

const typeOf = (terms: Terms, at: number): string => terms.network.layers[at].type;

function neuronAnswer(terms: Terms, stage: Stage, unit: number): Sentence | null {
  const [layer, ...others] = stage.activations;
  if (layer === undefined || others.length > 0 || !terms.activation(layer)) {
    return null;
  }
  const [z, a] = [terms.output(stage.linear!, unit), terms.output(layer, unit)].map(shown);
  return stage.bias
    ? say('The weighted inputs and the bias add up to %1; %2 turns this into %3.', z, typeOf(terms, layer), a)
    : say('The weighted inputs add up to %1; %2 turns this into %3.', z, typeOf(terms, layer), a);
}

function lossAnswer(terms: Terms, whole: boolean): Sentence {
  const { samples } = terms.reader;
  const all = shown(terms.loss());
  if (whole) {
    return inTurn(batchGuess(terms), say('The loss of the batch of %1 samples is %2.', samples, all))!;
  }
  const guess = guessAnswer(terms);
  if (samples > 1 && isPlainMean(terms)) {
    return inTurn(
      guess,
      say('This sample’s loss is %1. The mean of all %2 samples is %3.', shown(terms.ownLoss()), samples, all)
    )!;
  }
  if (samples > 1) {
    return inTurn(
      guess,
      say(
        'This sample contributes %1 to the batch’s loss of %3 (%2 samples).',
        shown(terms.lossShare()),
        samples,
        all
      )
    )!;
  }
  return inTurn(guess, say('The loss is %1.', all))!;
}
