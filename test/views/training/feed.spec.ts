/** @jest-environment jsdom */
/** What a training view says of a run that goes on, that is stopped, or that nobody feeds any more. */
import '../../lab/browser';
import { translator } from '../../../src/kernel/language';
import { english } from '../../../src/derivation/translate';
import { Seen, entriesOf } from '../../../src/views/inspector/entries';
import { Feed, TrainingModel, TrainingView, Translate, sentenceText } from '../../../src/views';
import type { HistoryReport, Progress } from '../../../src/trace';

const progress: Progress = {
  epoch: 1118,
  epochs: 40_000,
  step: 63,
  steps: 200,
  seconds: 90,
  left: 3129,
  stepsPerSecond: 2478.4
};
const chinese = translator('zh-CN');

const report = (epochs: number, more: Partial<HistoryReport> = {}): HistoryReport => ({
  kind: 'history',
  version: 1,
  epochs: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1), lr: 0.1 })),
  epochCount: epochs,
  best: null,
  ...more
});

function draw(history: HistoryReport, feed: Feed | null, translate: Translate = english): TrainingView {
  const model = new TrainingModel(history, 4);
  if (feed) {
    model.feed = feed;
  }
  return new TrainingView(model, translate);
}

const words = ({ root }: TrainingView): string => root.querySelector('.sg-progress-text')!.textContent!;

const cases: [Feed | null, string, string][] = [
  [
    'live',
    'epoch 1,118 of 40,000 · step 63 of 200 · 52:00 min left · 2,478 steps/s',
    '第 1,118 轮，共 40,000 轮 · 第 63 步，共 200 步 · 还需 52:00 min · 每秒 2,478 步'
  ],
  [
    'stopping',
    'stopping after this step · epoch 1,118 of 40,000 · step 63 of 200 · 2,478 steps/s',
    '完成这一步后停止 · 第 1,118 轮，共 40,000 轮 · 第 63 步，共 200 步 · 每秒 2,478 步'
  ],
  [
    'lost',
    'The run was cut off at epoch 1,118 of 40,000: its kernel was restarted or is gone, or the page lost the connection. What came after is not here.',
    '训练在第 1,118 轮（共 40,000 轮）中断：内核已重启或已不在，或页面断开了连接。此后的情况这里没有。'
  ],
  [
    'saved',
    'This run was going on when it was saved: epoch 1,118 of 40,000; what came after is not here.',
    '保存时训练仍在进行：第 1,118 轮，共 40,000 轮；此后的情况这里没有。'
  ],
  [
    null,
    'This run was going on when it was saved: epoch 1,118 of 40,000; what came after is not here.',
    '保存时训练仍在进行：第 1,118 轮，共 40,000 轮；此后的情况这里没有。'
  ]
];

test.each(cases)('a run whose feed is %s is told so, in both languages', (feed, en, zh) => {
  for (const epochs of [1117, 0]) {
    const view = draw(report(epochs, { progress }), feed);
    expect(words(view)).toBe(en);
    expect(words(draw(report(epochs, { progress }), feed, chinese))).toBe(zh);
    const runs = feed === 'live' || feed === 'stopping';
    expect(view.root.hasAttribute('data-running')).toBe(runs);
    expect(view.root.getAttribute('data-feed')).toBe(feed ?? 'saved');
    const isUnderWay = /under way|so far/.test(view.root.textContent!);
    expect(isUnderWay).toBe(runs && epochs === 0);
  }
});

test('a view changes with its feed, and a report that says "stopping" does, too', () => {
  const model = new TrainingModel(report(3, { progress: { ...progress, epoch: 4 } }), 4);
  const view = new TrainingView(model, english);
  const said: string[] = [];
  model.changed.connect(() => said.push(words(view).split(/ at | ·|:/)[0]));
  for (const feed of ['live', 'live', 'stopping', 'lost', 'live'] as const) {
    model.feed = feed;
  }
  model.history = report(3, { progress: { ...progress, epoch: 4, stopping: true } });
  model.history = report(4, { stopped: 'aborted' });
  expect(said).toEqual([
    'epoch 4 of 40,000',
    'stopping after this step',
    'The run was cut off',
    'epoch 4 of 40,000',
    'stopping after this step',
    'stopped'
  ]);
});

test.each<[Partial<HistoryReport>, string]>([
  [{ stopped: 'failed', failedIn: 1 }, 'ended by an error in epoch 1'],
  [{ stopped: 'failed' }, 'ended by an error in epoch 0'],
  [{ stopped: 'aborted' }, 'stopped at epoch 0'],
  [{}, '0 epochs']
])('an ended run does not depend on its feed: %p', (more, text) => {
  for (const feed of ['live', 'stopping', 'lost', 'saved', null] as const) {
    const view = draw(report(0, more), feed);
    expect(words(view)).toBe(text);
    expect(view.root.hasAttribute('data-running')).toBe(false);
    expect(view.root.hasAttribute('data-feed')).toBe(false);
  }
});

test.each<[number, string]>([
  [0.04, '0.0 s'],
  [7.4, '7.0 s'],
  [47.4, '45 s'],
  [299, '5:00 min'],
  [3129, '52:00 min'],
  [40_000, '11:07:00 h']
])('%d seconds left are shown rounded, so that they do not flicker: %s', (left, text) => {
  expect(words(draw(report(3, { progress: { ...progress, left } }), 'live'))).toContain(`${text} left`);
});

test('a run too young to tell has no time left, and no pace before its first step', () => {
  const { left: _left, ...young } = progress;
  const view = draw(report(0, { progress: { ...young, epoch: 1, step: 0, stepsPerSecond: 0 } }), 'live');
  expect(words(view)).toBe('epoch 1 of 40,000 · step 0 of 200');
});

test('the inspector calls a run under way only while its cell is executed', () => {
  const seen = (isRunning: boolean): Seen => ({
    ...{ id: 'a/0', cell: 'a', count: null, time: 0, kernel: 0, certain: true },
    isRunning,
    payload: report(117, { progress })
  });
  const happened = (isRunning: boolean): string =>
    sentenceText(entriesOf([seen(isRunning)])[0].happened, english);
  expect(happened(true)).toBe('training: 117 epochs so far');
  expect(happened(false)).toBe('training: 117 epochs; its end is not here');
});
