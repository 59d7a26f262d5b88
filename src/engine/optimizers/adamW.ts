import { Adam, AdamOptions } from './adam';
import type { OptionTable } from './optimizer';

/**
 * Adam with the decay subtracted from the weight itself, w ← w − η λ w, instead of added to the gradient, where
 * the division by √v̂ would undo most of it. λ is 0.01 when left out.
 * Source: torch.optim.AdamW; Loshchilov and Hutter, ICLR 2019.
 */
export class AdamW extends Adam {
  static override readonly optionTable: OptionTable<AdamOptions> = {
    ...Adam.optionTable,
    weightDecay: { default: 0.01 }
  };

  protected override get decoupled(): boolean {
    return true;
  }
}
