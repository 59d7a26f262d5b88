import { decodeNumber, historyText } from '../trace';
import type { LayerSpec, Payload } from '../trace';

/** What an output says where stepgrad is not installed: one line, and how to see the rest. */
export function plainText(payload: Payload): string {
  const summary =
    payload.kind === 'check'
      ? `gradient check ${payload.passed ? 'passed' : 'failed'}: worst error ${short(decodeNumber(payload.worst))} over ${payload.rows.length} gradients`
      : payload.kind === 'history'
        ? historyText(payload)
        : payload.kind === 'model'
          ? `network ${architecture(payload.model)}, ${payload.params.length} parameter tensors`
          : [
              `network ${architecture(payload.model)}`,
              payload.loss.type,
              ...(payload.optimizer ? [`${payload.optimizer.type} lr ${String(payload.optimizer.lr)}`] : []),
              `loss ${payload.iterations.map(({ loss }) => short(decodeNumber(loss))).join(' → ')}`
            ].join(' · ');
  return `${summary}\n(the stepgrad extension for JupyterLab draws this output)`;
}

/** `2–4–1`: the number of inputs, then of units of each layer of weights. */
export function architecture(model: LayerSpec[]): string {
  const linear = model.filter(({ type }) => type === 'Linear');
  return linear
    .map(({ inFeatures, outFeatures }, i) => (i ? `${outFeatures}` : `${inFeatures}–${outFeatures}`))
    .join('–');
}

const short = (x: number): number => Number(x.toPrecision(6));
