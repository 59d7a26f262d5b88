import { formatNumber } from '../../derivation';
import { pastRun } from '../../document/pastRun';
import { HistoryReport, decodeNumber } from '../../trace';
import type { Progress } from '../../trace';
import { groupedText } from '../page/counts';
import { h, setAttributes } from '../page/dom';
import { Translate } from '../page/translate';
import type { Feed } from './feed';

/** The progress and pace of a run; after its end, how it ended; without reports, what is known of it. */
export class ProgressBar {
  readonly element: HTMLElement;
  private readonly done = h('i', { class: 'sg-progress-done' });
  private readonly bar: HTMLElement;
  private readonly text = h('span', { class: 'sg-progress-text' });

  constructor(private readonly translate: Translate) {
    this.bar = h(
      'div',
      {
        class: 'sg-progress-bar',
        role: 'progressbar',
        'aria-valuemin': 0,
        'aria-label': translate('Epochs that are done')
      },
      this.done
    );
    this.element = h('div', { class: 'sg-progress' }, this.bar, this.text);
  }

  /** @param feed where further reports of an unfinished run come from */
  draw(history: HistoryReport, feed: Feed): void {
    const { progress, record, epochs, epochCount = epochs.length, stopped } = history;
    const isRunning = progress !== undefined && (feed === 'live' || feed === 'stopping');
    const planned = progress?.epochs ?? record?.epochs ?? epochCount;
    const part = progress && progress.steps > 0 ? progress.step / progress.steps : 0;
    const share = planned > 0 ? Math.min(1, (epochCount + (progress ? part : 0)) / planned) : 0;
    this.done.style.width = `${(100 * share).toFixed(2)}%`;
    this.done.className = `sg-progress-done ${isRunning ? '' : stopped || progress ? 'sg-ended' : 'sg-complete'}`;
    setAttributes(this.bar, { 'aria-valuemax': planned, 'aria-valuenow': epochCount });
    const parts = !progress
      ? this.ended(history, planned)
      : isRunning
        ? this.running(progress, feed)
        : this.past(progress, feed);
    // Lines wrap only between the parts.
    this.text.replaceChildren(
      ...parts.flatMap((part, i) => [...(i > 0 ? [' · '] : []), h('span', {}, part)])
    );
  }

  private running(progress: Progress, feed: Feed): string[] {
    const { translate } = this;
    const { epoch, epochs, step, steps, left, stepsPerSecond } = progress;
    const rate = decodeNumber(stepsPerSecond);
    return [
      ...(feed === 'stopping' ? [translate('stopping after this step')] : []),
      translate('epoch %1 of %2', groupedText(epoch), groupedText(epochs)),
      ...(steps > 1 ? [translate('step %1 of %2', groupedText(step), groupedText(steps))] : []),
      ...(left === undefined || feed === 'stopping'
        ? []
        : [translate('%1 left', duration(steadied(decodeNumber(left))))]),
      ...(rate > 0 ? [translate('%1 steps/s', pace(rate))] : [])
    ];
  }

  /** What is known of a run that nobody feeds any more: neither time left nor pace. */
  private past(progress: Progress, feed: Feed): string[] {
    const { translate } = this;
    return feed === 'lost'
      ? [
          translate(
            'The run was cut off at epoch %1 of %2: its kernel was restarted or is gone, or the page lost the connection. What came after is not here.',
            groupedText(progress.epoch),
            groupedText(progress.epochs)
          )
        ]
      : [pastRun(progress, translate, groupedText)];
  }

  private ended(
    { stopped, failedIn, epochs, epochCount = epochs.length, record }: HistoryReport,
    planned: number
  ): string[] {
    const { translate } = this;
    // A run that stopped within an epoch stopped at that epoch, not at the last finished one.
    const per = record?.stepsPerEpoch ?? 0;
    const inside = per > 0 && record!.steps.count % per !== 0;
    const at = groupedText(epochCount + (inside ? 1 : 0));
    const done = groupedText(epochCount);
    const steps = record ? [translate('%1 steps', groupedText(record.steps.count))] : [];
    const how = (): string => {
      switch (stopped) {
        case 'early':
          return translate('stopped early, after %1 of %2 epochs', done, groupedText(planned));
        case 'aborted':
          return translate('stopped at epoch %1', at);
        case 'diverged':
          return translate('stopped at epoch %1: the loss is no number', at);
        case 'failed':
          return translate(
            'ended by an error in epoch %1',
            failedIn === undefined ? at : groupedText(failedIn)
          );
        default:
          return translate('%1 epochs', done);
      }
    };
    return [how(), ...steps];
  }
}

/** Steps per second as text, whole from 100 on. */
const pace = (x: number): string => (x >= 100 ? groupedText(Math.round(x)) : formatNumber(x, 3));

/** Seconds left, rounded so that the estimate does not flicker: to 5 s from 20 s on, to 1 min from 5 min on. */
function steadied(seconds: number): number {
  const unit = seconds < 20 ? 1 : seconds < 300 ? 5 : 60;
  return Math.round(seconds / unit) * unit;
}

/** `8 s`, `2:05 min`, `1:02:05 h`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  if (whole < 60) {
    return `${whole} s`;
  }
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)} h` : `${minutes}:${two(rest)} min`;
}
