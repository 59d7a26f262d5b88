/** Answers: the result of a step in one plain sentence, and what the result means for the loss. */
import { Sentence, say } from '../engine/formula/expression';
import { losses } from '../engine/registry';
import { afterAnswer } from './answerAfter';
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
        ? mostReactive(terms, stage, unit)
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
      return parameterReaction(terms, terms.weightName(stage), unit * stage.inputs + input);
    }
    case 'bias':
      return parameterReaction(terms, terms.biasName(operation.stage), operation.unit);
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
    return say('The loss of the batch of %1 samples is %2.', samples, all);
  }
  if (samples > 1 && isPlainMean(terms)) {
    return say(
      'This sample’s loss is %1. The mean of all %2 samples is %3.',
      shown(terms.ownLoss()),
      samples,
      all
    );
  }
  if (samples > 1) {
    return say(
      'This sample contributes %1 to the batch’s loss of %3 (%2 samples).',
      shown(terms.lossShare()),
      samples,
      all
    );
  }
  const { type } = terms.reader.trace.loss;
  const domain = Object.hasOwn(losses, type) ? losses[type].domain : null;
  // A logit and its target are numbers of different kinds.
  if (terms.outputs > 1 || terms.namesClass || domain?.output !== domain?.target) {
    return say('The loss is %1.', all);
  }
  const output = terms.output(terms.network.layers.length - 1, 0);
  return say(
    'The output is %1, the target is %2: the loss is %3.',
    shown(output),
    shown(terms.target(0)),
    all
  );
}
