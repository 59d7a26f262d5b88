import { Adam, AdamOptions } from './adam';
import { ParametersOrGroups } from './optimizer';

/**
 * Adam with the decay taken off the weight itself, w ← w − η λ w, instead of added to the gradient, where
 * the division by √v̂ would take most of it back. λ is 0.01 when left out.
 * Source: torch.optim.AdamW; Loshchilov and Hutter, ICLR 2019.
 */
export class AdamW extends Adam {
  protected override get decoupled(): boolean {
    return true;
  }

  constructor(parameters: ParametersOrGroups<AdamOptions>, options: AdamOptions = {}) {
    super(parameters, { ...options, weightDecay: options.weightDecay ?? 0.01 });
  }
}
