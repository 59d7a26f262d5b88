/** A run that was saved in the middle, for front ends without stepgrad. */
import { staticVersion } from '../../src/kernel/staticVersion';
import type { HistoryReport, Progress } from '../../src/trace';

const progress: Progress = {
  epoch: 1,
  epochs: 40_000,
  step: 63,
  steps: 200,
  seconds: 90,
  left: 3129,
  stepsPerSecond: 2478.4
};

const report = (epochs: number): HistoryReport => ({
  kind: 'history',
  version: 1,
  epochs: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1), lr: 0.1 })),
  best: null,
  progress: { ...progress, epoch: epochs + 1 }
});

test('the static version of a run under way tells it as past', () => {
  for (const epochs of [0, 1, 117]) {
    const plain = String(staticVersion(report(epochs), 'en', 4)['text/plain']);
    expect(plain).toContain(
      `This run was going on when it was saved: epoch ${epochs + 1} of 40000; what came after is not here.`
    );
    expect(plain).not.toMatch(/left|steps\/s/);
    const html = String(staticVersion(report(epochs), 'zh-CN', 4)['text/html']);
    expect(html).toContain(`保存时训练仍在进行：第 ${epochs + 1} 轮，共 40000 轮；此后的情况这里没有。`);
    expect(html.includes('data:image/svg+xml')).toBe(epochs > 0);
  }
});
