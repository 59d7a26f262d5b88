import type { Notation } from '../engine/formula/expression';
import { Argument, Sentence, say } from './derivation';
import { Stage, lastLayer } from './network';
import { layerOf } from './program';
import { Operation, Step } from './steps';
import { Terms, symbol } from './terms';

/**
 * A unit's symbol: ŷ in the last row, or z if its outputs are logits; h₂ in other rows, with the row's number if there
 * are several.
 */
export function unitSymbol(terms: Terms, stage: Stage, unit: number): Notation {
  const { stages } = terms.network;
  if (stage === stages[stages.length - 1]) {
    const { sup: _row, ...output } = terms.outputSymbol(lastLayer(stage), unit);
    return output;
  }
  return {
    name: 'h',
    ...(stage.units > 1 ? { sub: String(unit + 1) } : {}),
    ...(stages.length > 2 ? { sup: `(${stage.number})` } : {})
  };
}

/** The k-th input of a row: a feature's name or a unit's symbol. */
function source(terms: Terms, stage: Stage, k: number): Argument {
  const { stages } = terms.network;
  const before = stages[stages.indexOf(stage) - 1];
  if (before) {
    return { symbol: unitSymbol(terms, before, k) };
  }
  const names = terms.featureNames;
  return names ? { feature: names[k] } : { symbol: symbol(terms.input(k)) };
}

/** The question that one operation answers. */
export function operationQuestion(terms: Terms, operation: Operation): Sentence {
  if (operation.kind === 'loss') {
    return say('How far is the prediction from the target?');
  }
  if (operation.kind === 'after') {
    const { samples } = terms.reader;
    return samples === 1
      ? say('Is the loss lower now? The same sample again, with the new weights.')
      : say('Is the loss lower now? The same %1 samples again, with the new weights.', samples);
  }
  if (operation.kind === 'own') {
    return say(
      'How much would the loss change with the parameters of the layer %1?',
      terms.name(operation.layer)
    );
  }
  if (operation.kind === 'ownUpdate') {
    return say('How do the parameters of the layer %1 change?', terms.name(operation.layer));
  }
  const { stage, unit } = operation;
  const neuron = { symbol: unitSymbol(terms, stage, unit) };
  switch (operation.kind) {
    case 'z':
      return say('What does %1 add up from its inputs?', neuron);
    case 'activation':
      return say('What does %1 pass on, once its activation is applied?', neuron);
    case 'arrives':
      return say('How much would the loss change with the output of %1?', neuron);
    case 'slope':
      return operation.layer - 1 === stage.linear
        ? say('How much would the loss change with the weighted sum of %1?', neuron)
        : say('How much would the loss change with what goes into the activation of %1?', neuron);
    case 'weight':
      return say(
        'How much would the loss change with %1, the weight from %2 to %3?',
        { symbol: symbol(terms.weight(stage, unit, operation.input)) },
        source(terms, stage, operation.input),
        neuron
      );
    case 'bias':
      return say(
        'How much would the loss change with %1, the bias of %2?',
        { symbol: symbol(terms.bias(stage, unit)) },
        neuron
      );
    case 'update': {
      const { input } = operation;
      const of = input === null ? terms.bias(stage, unit) : terms.weight(stage, unit, input);
      return say('Which way does %1 go to lower the loss, and how far?', { symbol: symbol(of) });
    }
  }
}

/** The question that a step answers. */
export function question(terms: Terms, step: Step, layerwise: boolean): Sentence {
  const first = step.operation(0);
  if (step.count === 1 && !layerwise) {
    return operationQuestion(terms, first);
  }
  if (first.kind === 'loss' || first.kind === 'after') {
    return operationQuestion(terms, first);
  }
  const neuron = { symbol: unitSymbol(terms, first.stage, first.unit) };
  if (!layerwise) {
    return step.phase === 'forward'
      ? say('What does %1 compute from its inputs?', neuron)
      : step.phase === 'backward'
        ? first.stage.linear === null
          ? say('How much would the loss change with the output of %1?', neuron)
          : say('How much would the loss change with each weight of %1?', neuron)
        : say('How do the weights of %1 change?', neuron);
  }
  if (step.phase === 'update') {
    return say('How does every weight change?');
  }
  // A layer's index as its name, as Sequential gives it, tells a reader nothing.
  const { name, type } = terms.network.layers[layerOf(first)];
  const layer = /^[\d.]+$/.test(name) ? `${name} (${type})` : name;
  return step.phase === 'forward'
    ? say('What does the layer %1 compute?', layer)
    : say('How does the loss depend on the layer %1?', layer);
}
