import { Dropout } from './dropout';
import { Explanation, Row, replayed } from '../formula/explanation';
import { FeedForwardParts, forwardOf, gradientOf, inputOf } from './feedForwardFormulas';
import { GELU } from '../activations/gelu';
import { Linear } from './linear';
import { Module, remembered } from '../module';
import { checkOneOf, checkSize, readOptions } from '../options';
import { ReLU } from '../activations/relu';
import { SiLU } from '../activations/silu';
import { Tensor, TensorLike } from '../tensor';
import { NamedShape, Options, prefixed } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** The functions of the hidden numbers, and which of them gate. */
const ACTIVATIONS = ['gelu', 'relu', 'swiglu', 'geglu', 'reglu'] as const;
const isGated = (activation: unknown): boolean => String(activation).endsWith('glu');

/** What `FeedForward` does with its hidden numbers. */
export type FeedForwardActivation = (typeof ACTIVATIONS)[number];

/** Options of `FeedForward`. */
export interface FeedForwardOptions {
  /** 'gelu' when left out; the three at the end gate the hidden numbers by a second widening. */
  activation?: FeedForwardActivation;
  /** 'tanh' for GELU's approximation by tanh, with 'gelu' and 'geglu'; 'none' when left out. */
  approximate?: 'none' | 'tanh';
  /** Whether the Linears have biases; true when left out. */
  bias?: boolean;
  /** The probability of a hidden number to be dropped while training; 0 when left out. */
  dropout?: number;
}

/**
 * The Transformer's position-wise feed-forward layer: each position is widened separately from dModel to
 * dHidden features, passed through the activation, and narrowed again: linear2(dropout(f(linear1(x)))). Its
 * parameters are named as in torch.nn.TransformerEncoderLayer: `linear1.weight`, `linear1.bias`,
 * `linear2.weight`, `linear2.bias`.
 *
 * With 'swiglu' a second widening gates the first: w2(dropout(silu(w1(x)) · w3(x))); likewise GELU and ReLU with
 * 'geglu' and 'reglu'. The Linears are then named
 * as in LLaMA: `w1.weight`, `w2.weight`, `w3.weight` and, with biases, theirs.
 * Source: Vaswani et al., "Attention Is All You Need", 2017; Shazeer, "GLU Variants Improve Transformer", 2020.
 */
export class FeedForward extends Module {
  static override from(options: Options): FeedForward {
    const { dModel, dHidden, ...rest } = options;
    return new FeedForward(dModel as number, dHidden as number, rest as FeedForwardOptions);
  }

  static override shapes({ dModel, dHidden, activation, bias = true }: Options): NamedShape[] {
    const wide = Linear.shapes({ inFeatures: dModel, outFeatures: dHidden, bias });
    const narrow = Linear.shapes({ inFeatures: dHidden, outFeatures: dModel, bias });
    return isGated(activation)
      ? [...prefixed('w1', wide), ...prefixed('w2', narrow), ...prefixed('w3', wide)]
      : [...prefixed('linear1', wide), ...prefixed('linear2', narrow)];
  }

  static override examples(features: number): Options[] {
    const sizes = { dModel: features, dHidden: 5 };
    return [
      sizes,
      { ...sizes, activation: 'relu', bias: false, dropout: 0.3 },
      { ...sizes, activation: 'swiglu' },
      { ...sizes, activation: 'swiglu', dropout: 0.5 },
      { ...sizes, activation: 'geglu' },
      { ...sizes, activation: 'reglu' },
      { ...sizes, activation: 'geglu', approximate: 'tanh' }
    ];
  }

  /** The option `activation`. */
  readonly activationName: FeedForwardActivation;
  /** The option `approximate`. */
  readonly approximate: 'none' | 'tanh';
  /** Widens; absent for a gated activation, as is `linear2`. */
  readonly linear1?: Linear;
  /** Narrows. */
  readonly linear2?: Linear;
  /** Widens the gate, the input of the activation; only for a gated one, as `w2` and `w3`. */
  readonly w1?: Linear;
  /** Narrows. */
  readonly w2?: Linear;
  /** Widens what the gate multiplies. */
  readonly w3?: Linear;
  /** @internal */
  readonly activation: GELU | ReLU | SiLU;
  /** @internal */
  readonly dropout: Dropout;
  /** silu(w1(x)) and w3(x) of the last input: the two factors. */
  private factors: [Tensor, Tensor] | null = null;

  /**
   * @param dModel how many features the input and the output have
   * @param dHidden how many hidden features there are, often 4 × dModel
   * @throws RangeError unless the sizes are whole numbers ≥ 1, TypeError for an unknown activation
   */
  constructor(
    readonly dModel: number,
    readonly dHidden: number,
    options: FeedForwardOptions = {}
  ) {
    super();
    checkSize('FeedForward', 'dModel', dModel);
    checkSize('FeedForward', 'dHidden', dHidden);
    const usual = { activation: 'gelu', bias: true, dropout: 0, approximate: 'none' } as const;
    const { activation, dropout, approximate, ...rest } = readOptions('FeedForward', options, usual);
    this.activationName = checkOneOf('FeedForward', 'activation', activation, ACTIVATIONS);
    this.approximate = checkOneOf('FeedForward', 'approximate', approximate, ['none', 'tanh']);
    const bias = { bias: rest.bias };
    if (isGated(activation)) {
      this.w1 = new Linear(dModel, dHidden, bias);
      this.w2 = new Linear(dHidden, dModel, bias);
      this.w3 = new Linear(dModel, dHidden, bias);
    } else {
      this.linear1 = new Linear(dModel, dHidden, bias);
      this.linear2 = new Linear(dHidden, dModel, bias);
    }
    this.activation = /^swi/.test(activation)
      ? new SiLU()
      : /^re/.test(activation)
        ? new ReLU()
        : new GELU({ approximate: this.approximate });
    this.dropout = new Dropout({ p: dropout });
  }

  override options(): Record<string, number | string | boolean> {
    const { dModel, dHidden, activationName: activation, dropout, approximate } = this;
    const bias = this.widen.bias !== null;
    // Left out where it says nothing, as in traces from before there was the option.
    const how = approximate === 'tanh' && { approximate };
    return { dModel, dHidden, activation, bias, dropout: dropout.p, ...how };
  }

  private get widen(): Linear {
    return (this.linear1 ?? this.w1)!;
  }

  private get narrow(): Linear {
    return (this.linear2 ?? this.w2)!;
  }

  /**
   * @param input … × dModel
   * @returns … × dModel
   * @throws RangeError for another number of features
   */
  override forward(input: TensorLike): Tensor {
    const x = Tensor.from(input, 'input');
    let hidden = this.activation.forward(this.widen.forward(x));
    if (this.w3) {
      this.factors = [hidden, this.w3.forward(x)];
      hidden = this.productOf('gated', ...this.factors);
    }
    return this.narrow.forward(this.dropout.forward(hidden));
  }

  /** Back through the narrowing, the dropout, the activation and the widening; with a gate, both widenings. */
  override backward(gradOutput: TensorLike): Tensor {
    const grad = this.dropout.backward(this.narrow.backward(gradOutput));
    if (!this.w3) {
      return this.widen.backward(this.activation.backward(grad));
    }
    const [bent, gate] = remembered(this.factors, this);
    const gradInput = this.w3.backward(this.productOf('gradGate', grad, bent));
    const other = this.widen.backward(this.activation.backward(this.productOf('gradBent', grad, gate)));
    const total = this.result('gradInput', gradInput.shape);
    for (let i = 0; i < total.data.length; i++) {
      total.data[i] = gradInput.data[i] + other.data[i];
    }
    return total;
  }

  private productOf(key: string, a: Tensor, b: Tensor): Tensor {
    const result = this.result(key, a.shape);
    for (let i = 0; i < result.data.length; i++) {
      result.data[i] = a.data[i] * b.data[i];
    }
    return result;
  }

  override parameterSymbol(name: string): { name: string } {
    const [part, what] = name.split('.');
    return { name: `${what === 'weight' ? 'w' : 'b'}${'₀₁₂₃'[Number(part[part.length - 1])]}` };
  }

  /** Σₖ w₂ᵢₖ hₖ + b₂ᵢ, and h. */
  override explain(row: Row, i: number): Explanation {
    return forwardOf(row, this.parts(row), i);
  }

  /** Σₖ ∂L/∂uₖ w₁ₖⱼ, and the formula of ∂L/∂u. */
  override explainBackward(row: Row, j: number): Explanation {
    return inputOf(row, this.parts(row), j);
  }

  override explainGradient(row: Row, name: string, index: readonly number[]): Explanation {
    return gradientOf(row, this.parts(row), name, index);
  }

  /**
   * The inner values of a batch, recomputed from the layer's input `x` and ∂L/∂output `g`, and memoised.
   * @internal
   */
  parts(row: Pick<Row, 'x' | 'g'>): FeedForwardParts {
    return replayed(this, row, () => {
      // The inner layers need a forward pass before backward.
      this.forward(row.x);
      const u = this.widen.forward(row.x);
      const bent = this.activation.forward(u);
      const gate = this.w3 ? this.w3.forward(row.x) : null;
      const h = this.dropout.forward(gate ? this.productOf('h', bent, gate) : bent);
      const gradHidden = this.narrow.backward(row.g);
      const gradH = this.dropout.backward(gradHidden);
      return {
        names: this.w3 ? ['w1', 'w2', 'w3'] : ['linear1', 'linear2', null],
        bias: this.widen.bias !== null,
        activation: this.activation.symbol,
        p: this.dropout.p,
        u,
        bent,
        gate,
        h,
        gradHidden,
        gradU: this.activation.backward(gate ? this.productOf('gradBent', gradH, gate) : gradH),
        gradGate: gate && this.productOf('gradGate', gradH, bent)
      };
    });
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    const bent = graph.layer(this.activation, graph.layer(this.widen, input));
    const hidden = this.w3 ? graph.node('Mul', [bent, graph.layer(this.w3, input)]) : bent;
    return graph.layer(this.narrow, hidden);
  }
}
