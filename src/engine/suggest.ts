/**
 * Names by which other programs, and beginners, call an option. The key is the option's name here; a synonym is
 * proposed only where the option exists.
 */
const synonyms: Record<string, string[]> = {
  lr: ['learningRate', 'rate', 'eta', 'eta0', 'learningRateInit', 'stepSize', 'alpha', 'initialLr'],
  weightDecay: ['decay', 'wd', 'l2', 'l2Penalty', 'regularization', 'regularisation', 'lambda'],
  momentum: ['mu', 'beta', 'velocity'],
  betas: ['beta1', 'beta2', 'beta'],
  eps: ['epsilon', 'delta', 'varianceEpsilon'],
  alpha: ['rho', 'decay', 'smoothing', 'smoothingConstant'],
  bias: ['useBias', 'hasBias', 'withBias', 'intercept', 'fitIntercept', 'biases'],
  p: ['rate', 'prob', 'probability', 'dropout', 'dropoutRate', 'ratio', 'dropProb'],
  dropout: ['p', 'dropoutRate', 'dropoutProb', 'rate'],
  negativeSlope: ['slope', 'alpha', 'leak', 'negSlope', 'leakiness'],
  dim: ['axis', 'dimension'],
  elementwiseAffine: ['affine', 'scale', 'center'],
  labelSmoothing: ['smoothing', 'smooth', 'epsilon', 'eps'],
  reduction: ['reduce', 'sizeAverage', 'mode', 'average'],
  weight: ['weights', 'classWeight', 'classWeights'],
  posWeight: ['weight', 'weights', 'positiveWeight'],
  ignoreIndex: ['ignore', 'padIndex', 'paddingIdx'],
  activation: ['act', 'nonlinearity', 'fn'],
  approximate: ['approximation', 'approx'],
  batchSize: ['batch', 'size', 'bs', 'samplesPerBatch', 'batches'],
  shuffle: ['random', 'randomize', 'shuffled'],
  dropLast: ['drop', 'dropRemainder'],
  stepSize: ['step', 'every', 'epochs', 'period'],
  gamma: ['factor', 'decay', 'rate', 'decayRate'],
  factor: ['gamma', 'decay'],
  tMax: ['max', 'epochs', 'period', 'steps', 'totalIters', 'total'],
  maxLr: ['max', 'lr', 'lrMax', 'peak', 'etaMax'],
  totalSteps: ['steps', 'total', 'totalIters'],
  stepsPerEpoch: ['steps', 'batches', 'stepsInEpoch'],
  pctStart: ['warmup', 'start', 'warmupShare'],
  annealStrategy: ['anneal', 'strategy', 'shape'],
  schedulers: ['schedules', 'scheduler', 'schedule'],
  milestones: ['milestone', 'epochs', 'at'],
  etaMin: ['minLr', 'lrMin', 'min'],
  minLr: ['etaMin', 'lrMin', 'min'],
  totalIters: ['epochs', 'steps', 'iterations', 'iters', 'total', 'warmup'],
  startFactor: ['start', 'from'],
  endFactor: ['end', 'to'],
  epochs: ['epoch', 'numEpochs', 'nEpochs', 'maxEpochs', 'iterations', 'iters', 'maxIter', 'steps'],
  iterations: ['epochs', 'epoch', 'steps', 'times', 'repeat', 'iters', 'n'],
  train: ['data', 'training', 'trainData', 'trainLoader', 'loader', 'dataLoader', 'dataset', 'trainSet', 'x'],
  validation: ['val', 'valid', 'validationData', 'valData', 'test', 'valLoader', 'eval', 'validationLoader'],
  input: ['x', 'inputs', 'data', 'features', 'xTrain', 'samples', 'columns'],
  target: ['y', 'targets', 'label', 'labels', 'output', 'expected', 'yTrain', 'classes', 'class'],
  loss: ['criterion', 'lossFn', 'lossFunction', 'objective', 'cost', 'error', 'lossFunc'],
  optimizer: ['optimiser', 'opt', 'optim', 'solver'],
  schedule: ['scheduler', 'lrScheduler', 'lrSchedule', 'schedules', 'schedulers'],
  schedulePer: ['scheduleEvery', 'schedulerPer'],
  metrics: ['metric', 'scores', 'measures'],
  earlyStopping: ['early', 'earlyStop', 'stopping', 'patience'],
  clip: ['clipping', 'clipNorm', 'gradClip', 'clipGrad', 'clipGradNorm', 'maxNorm', 'clipValue'],
  norm: ['maxNorm', 'clipNorm', 'max'],
  value: ['clipValue', 'max'],
  lines: ['verbose', 'print', 'log', 'printEvery', 'logEvery'],
  display: ['show', 'draw', 'plot', 'verbose', 'progress'],
  onEpoch: ['callback', 'callbacks', 'onEpochEnd', 'epochEnd'],
  onStep: ['onBatch', 'onBatchEnd', 'onStepEnd', 'stepEnd'],
  minDelta: ['delta', 'threshold', 'minChange', 'tolerance'],
  restoreBest: ['restoreBestWeights', 'restore'],
  monitor: ['watch', 'metric'],
  mode: ['direction'],
  threshold: ['cutoff', 'cut', 'boundary'],
  average: ['averaging', 'mean', 'mode'],
  delimiter: ['sep', 'separator', 'delim'],
  missing: ['na', 'nan', 'onMissing', 'dropna'],
  featureNames: ['features', 'names', 'inputNames', 'columns'],
  classNames: ['classes', 'labels', 'outputNames', 'names', 'targetNames', 'categories'],
  precision: ['digits', 'decimals'],
  language: ['lang', 'locale'],
  pace: ['speed', 'delay', 'interval'],
  tolerance: ['tol', 'atol', 'rtol'],
  epsilon: ['eps', 'h', 'delta', 'step'],
  features: ['inFeatures', 'inputs', 'normalizedShape', 'size'],
  dtype: ['type', 'format', 'precision'],
  metadata: ['meta', 'info']
};

/** The longest name that is compared, in characters. */
const LONGEST = 60;

/** A name without case and separators: `batch_size`, `batchsize` and `BatchSize` are one. */
const plain = (name: string): string =>
  name
    .slice(0, LONGEST)
    .replace(/[\s_-]/g, '')
    .toLowerCase();

/** The least letters that a beginning of a name has, to stand for the name. */
const BEGINNING = 3;

/**
 * The known name that was probably meant: written another way (`weight_decay`), a synonym (`learningRate`), a
 * misspelling (`momentun`) or a beginning (`moment`); null if none is near.
 */
export function suggestionFor(name: string, known: readonly string[]): string | null {
  const wanted = plain(name);
  const same = known.find(each => plain(each) === wanted);
  const synonym = known.find(
    each => Object.hasOwn(synonyms, each) && synonyms[each].some(other => plain(other) === wanted)
  );
  return same ?? slip(wanted, known) ?? synonym ?? nearest(wanted, known) ?? beginning(wanted, known);
}

/** The known name of several letters with a single wrong one. */
const slip = (wanted: string, known: readonly string[]): string | undefined =>
  known.find(each => wanted.length > BEGINNING && editDistance(wanted, plain(each)) === 1);

/** The known name with the fewest wrong letters, at most a third of them. */
function nearest(wanted: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const each of known) {
    const most = Math.max(1, Math.floor(Math.max(each.length, wanted.length) / 3));
    const distance = editDistance(wanted, plain(each));
    // One wrong letter of one is another name.
    if (distance <= most && distance < Math.max(each.length, wanted.length) && distance < least) {
      [best, least] = [each, distance];
    }
  }
  return best;
}

/** The known name that begins with the other, or ends so. */
function beginning(wanted: string, known: readonly string[]): string | null {
  if (wanted.length < BEGINNING) {
    return null;
  }
  const found = known.find(each => {
    const name = plain(each);
    return name.startsWith(wanted) || (name.length >= BEGINNING && wanted.startsWith(name));
  });
  return found ?? known.find(each => plain(each).endsWith(wanted)) ?? null;
}

/**
 * The number of letters to insert, delete, change, or swap with the next one, to turn one text into another.
 * Source: optimal string alignment; Damerau, CACM 7 (1964).
 */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[a.length][b.length];
}
