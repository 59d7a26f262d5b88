import { Activation } from './activation';
import { Expression, number } from '../formula/expression';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** f(z) = z: no activation. Source: torch.nn.Identity. */
export class Identity extends Activation {
  override readonly symbol = 'id';

  override value(z: number): number {
    return z;
  }

  override slope(): number {
    return 1;
  }

  override formula(z: Expression): Expression {
    return z;
  }

  override slopeFormula(): Expression {
    return number(1);
  }

  override toONNX(_graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return input;
  }
}
