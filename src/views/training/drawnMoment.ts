import type { Moment } from '../../trace';
import type { Translate } from '../page/translate';
import type { TrainingModel } from './trainingModel';

/** The moment whose weights are drawn: the chosen one, or the nearest with kept weights; null if there is none. */
export function drawnMoment({ reader, momentIndex, moments }: TrainingModel): Moment | null {
  const at = reader && momentIndex >= 0 ? reader.nearest(momentIndex) : null;
  return at === null ? null : moments[at];
}

/** Why there are no weights to draw. */
export function unkept({ reader, isRunning, moments }: TrainingModel, translate: Translate): string {
  if (moments.length === 0) {
    return translate('The run has not begun yet.');
  }
  return reader!.record.snapshots === 'none'
    ? translate('The model has too many weights for them to be kept in the output.')
    : isRunning
      ? translate('The weights come with the whole run, at its end.')
      : translate('The weights of this run were not kept.');
}

/** A note if the drawn weights belong to another moment than the chosen one; else ''. */
export function otherMoment(model: TrainingModel, kept: Moment, translate: Translate): string {
  if (kept === model.moment) {
    return '';
  }
  return model.isRunning
    ? kept.step === 0
      ? translate('The weights at the start: those of other moments come at the end of the run.')
      : translate('The newest weights: those of other moments come at the end of the run.')
    : translate('The weights before step %1, the nearest that were kept.', kept.step + 1);
}
