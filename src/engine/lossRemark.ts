import { LayerData, Outputs, outputsOf } from './layerOutputs';
import type { LossDomain } from './losses/loss';
import { Message, messageOf } from './message';
import { losses } from './registry';

/** Limits are rounded to hundredths: a target is out of reach only beyond that. */
const NEAR = 0.01;

/**
 * Says why a model's last layer does not go with its loss, and what to do. Such a model trains, only badly. Empty if
 * they go together, or if the last layer or the loss is a notebook's own.
 * @param model its layers in forward order
 * @param target the targets, if they are at hand: a bounded output can't reach every number
 * @returns one or two sentences
 */
export function lossRemark(model: readonly LayerData[], loss: string, target?: Float64Array): Message[] {
  const outputs = Object.hasOwn(losses, loss) ? outputsOf(model) : null;
  if (!outputs) {
    return [];
  }
  const { domain } = losses[loss];
  const { last, kind, width } = outputs;
  if (width === 1 && kind !== 'numbers') {
    const always = kind === 'probabilities' ? 1 : 0;
    return [
      messageOf(
        'The model has one output and ends with %1, which makes a single number always %2: nothing is learnt. Take Sigmoid and BCELoss instead.',
        last,
        always
      )
    ];
  }
  if (width === 1 && domain.target === 'class') {
    return [
      messageOf(
        'The model has one output, and %1 needs one for each class: nothing is learnt. Give the last layer as many outputs as there are classes, or take BCEWithLogitsLoss.',
        loss
      )
    ];
  }
  if (domain.applies) {
    return appliedTwice(outputs, loss, domain.applies);
  }
  return domain.expects ? notLogarithms(outputs, loss, domain) : outOfReach(outputs, loss, domain, target);
}

/** For a loss that takes any numbers, since it applies softmax or sigmoid itself. */
function appliedTwice(outputs: Outputs, loss: string, applies: 'sigmoid' | 'softmax'): Message[] {
  const { last, kind, low, high } = outputs;
  if (kind === 'logProbabilities' && applies === 'softmax') {
    return [
      messageOf(
        'The model ends with %1, and %2 takes the softmax itself: the second changes nothing. Leave %1 out, or take NLLLoss.',
        last,
        loss
      )
    ];
  }
  if (kind === 'probabilities' || (applies === 'sigmoid' && low === 0 && high === 1)) {
    return [
      messageOf(
        'The model ends with %1, and %2 takes the %3 itself: probabilities are squashed a second time, and the loss stays far above 0. Leave %1 out.',
        last,
        loss,
        applies
      )
    ];
  }
  const range = rangeOf(outputs);
  return range
    ? [
        range,
        messageOf(
          '%1 takes the %2 itself and needs numbers without limits, of either sign: leave %3 out.',
          loss,
          applies,
          last
        )
      ]
    : [];
}

/** For a loss that expects logarithms of probabilities. */
function notLogarithms({ last, kind }: Outputs, loss: string, { target }: LossDomain): Message[] {
  if (kind === 'logProbabilities') {
    return [];
  }
  if (kind === 'probabilities') {
    return [
      messageOf(
        '%1 expects logarithms of probabilities, and the model ends with %2, which gives the probabilities themselves. Take LogSoftmax instead of %2.',
        loss,
        last
      )
    ];
  }
  return target === 'class'
    ? [
        messageOf(
          '%1 expects logarithms of probabilities, and the model ends with %2. Put a LogSoftmax at its end, or take CrossEntropyLoss.',
          loss,
          last
        )
      ]
    : [
        messageOf(
          '%1 expects logarithms of probabilities, and the model ends with %2. Put a LogSoftmax at its end.',
          loss,
          last
        )
      ];
}

/** For a loss that compares the outputs with the targets as they are. */
function outOfReach(
  outputs: Outputs,
  loss: string,
  { output }: LossDomain,
  target: Float64Array | undefined
): Message[] {
  const { last, low, high } = outputs;
  if (output === 'probability' && (low < 0 || high > 1)) {
    return [
      messageOf(
        '%1 expects probabilities, and the model ends with %2, whose outputs may be below 0 or above 1. Put a Sigmoid at its end, or take BCEWithLogitsLoss.',
        loss,
        last
      )
    ];
  }
  const range = rangeOf(outputs);
  const beyond = target?.find(y => y < low - NEAR || y > high + NEAR);
  return range && beyond !== undefined
    ? [range, messageOf('A target of %1 can never be reached: leave %2 out.', beyond, last)]
    : [];
}

/** The limits of the outputs in words; null if there are none. */
function rangeOf({ last, low, high }: Outputs): Message | null {
  if (low > -Infinity && high < Infinity) {
    return messageOf('The model ends with %1, whose outputs are between %2 and %3.', last, low, high);
  }
  if (low > -Infinity) {
    return messageOf('The model ends with %1, whose outputs are never below %2.', last, low);
  }
  return high < Infinity
    ? messageOf('The model ends with %1, whose outputs are never above %2.', last, high)
    : null;
}
