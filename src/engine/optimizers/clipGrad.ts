import { Parameter } from '../module';
import { checkOption } from './optimizer';

/**
 * Shortens the gradient, all parameters taken together as one vector, to a length of at most `maxNorm`; its
 * direction stays. Between `backward` and the optimiser's `step`.
 * Source: torch.nn.utils.clip_grad_norm_; Pascanu et al., ICML 2013.
 * @returns the length that it had
 * @throws RangeError when maxNorm is no number of at least 0
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
  // PyTorch's: a gradient of 0 must not be divided by 0.
  const factor = maxNorm / (norm + 1e-6);
  // Not `<`: a gradient of NaN must not pass for a short one.
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
 * Cuts every number of the gradient off at ±clipValue, each by itself: the direction may change.
 * Source: torch.nn.utils.clip_grad_value_.
 * @throws RangeError when clipValue is no number of at least 0
 */
export function clipGradValue(parameters: Parameter[], clipValue: number): void {
  checkOption('clipGradValue', 'clipValue', clipValue);
  for (const { grad } of parameters) {
    for (let i = 0; i < grad.data.length; i++) {
      grad.data[i] = Math.min(clipValue, Math.max(-clipValue, grad.data[i]));
    }
  }
}
