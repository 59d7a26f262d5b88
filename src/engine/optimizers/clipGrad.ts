import { Parameter } from '../parameter';
import { checkOption } from './optimizer';

/**
 * Shortens the gradient of all parameters, as one vector, to a length of at most `maxNorm`; the direction stays.
 * Call it between `backward` and the optimiser's `step`.
 * Source: torch.nn.utils.clip_grad_norm_; Pascanu et al., ICML 2013.
 * @returns the length before
 * @throws RangeError unless maxNorm is a number of at least 0
 */
export function clipGradNorm(parameters: Parameter[], maxNorm: number): number {
  checkOption('clipGradNorm', 'maxNorm', maxNorm);
  let squares = 0;
  for (const { grad } of parameters) {
    for (let i = 0; i < grad.data.length; i++) {
      squares += grad.data[i] * grad.data[i];
    }
  }
  const norm = Math.sqrt(squares);
  // PyTorch's constant: avoids dividing by 0 for a gradient of 0.
  const factor = maxNorm / (norm + 1e-6);
  // Not `<`: a gradient of NaN is not a short one.
  if (!(factor >= 1)) {
    for (const { grad } of parameters) {
      for (let i = 0; i < grad.data.length; i++) {
        grad.data[i] *= factor;
      }
    }
  }
  return norm;
}

/**
 * Clamps every number of the gradient to ±clipValue; the direction may change.
 * Source: torch.nn.utils.clip_grad_value_.
 * @throws RangeError unless clipValue is a number of at least 0
 */
export function clipGradValue(parameters: Parameter[], clipValue: number): void {
  checkOption('clipGradValue', 'clipValue', clipValue);
  for (const { grad } of parameters) {
    for (let i = 0; i < grad.data.length; i++) {
      grad.data[i] = Math.min(clipValue, Math.max(-clipValue, grad.data[i]));
    }
  }
}
