import { Hardtanh } from './hardtanh';
import { checkNothing } from '../options';
import type { Options } from '../spec';

/**
 * ReLU6(z) = min(max(0, z), 6): a ReLU that stops growing. At 0 and at 6 the slope is taken as 0.
 * Source: Krizhevsky, 2010; torch.nn.ReLU6.
 */
export class ReLU6 extends Hardtanh {
  static override examples(): Options[] {
    return [{}];
  }

  override readonly symbol = 'ReLU6';

  /** @throws TypeError if it is given anything */
  constructor(...given: never[]) {
    checkNothing('ReLU6', given);
    super({ minVal: 0, maxVal: 6 });
  }

  override options(): Record<string, number> {
    return {};
  }
}
