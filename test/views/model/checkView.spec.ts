/** @jest-environment jsdom */
import {
  BCELoss,
  Linear,
  Loss,
  MSELoss,
  Module,
  ReLU,
  Sequential,
  Sigmoid,
  gradcheck
} from '../../../src/engine';
import { CheckReport, encodeReport, readPayload } from '../../../src/trace';
import { checkDocument } from '../../../src/document/checkDocument';
import { checkView } from '../../../src/views/model/checkView';
import { Translate, english } from '../../../src/views/page/translate';
import catalogue from '../../../src/lab/locale/zh_CN.json';

const chinese: Translate = (text, ...args) =>
  english((catalogue as unknown as Record<string, string[]>)[text]?.[0] ?? `untranslated: ${text}`, ...args);

const weighted = (weight: number[][]): Linear => {
  const linear = new Linear(weight[0].length, weight.length);
  linear.loadStateDict({ weight, bias: weight.map(() => 0) });
  return linear;
};

/** Adds a millionth to the gradient of its bias. */
class Slip extends Linear {
  override backward(grad: Parameters<Linear['backward']>[0]): ReturnType<Linear['backward']> {
    const before = this.bias!.grad.data.slice();
    const back = super.backward(grad);
    this.bias!.grad.data.forEach((g, i, all) => (all[i] = g + 1e-6 * (g - before[i])));
    return back;
  }
}

const checkOf = (
  model: Module,
  input: number[][],
  loss: Loss = new MSELoss(),
  target = [[0]]
): CheckReport => {
  const found = gradcheck(model, { input, target, loss });
  const read = readPayload(JSON.parse(JSON.stringify(encodeReport(found))));
  return (read as { payload: CheckReport }).payload;
};

const right = checkOf(weighted([[1, 2]]), [[1, 0.5]]);
const kink = checkOf(new Sequential(weighted([[1, -1]]), new ReLU()), [[2, 2]], new MSELoss(), [[1]]);
const lost = checkOf(new Sequential(weighted([[17]]), new Sigmoid()), [[2]], new BCELoss());
const wrong = checkOf(new Slip(2, 1), [[1, 0.5]]);

test.each([
  ['right', right, 'sg-agrees', /^✓ All 5 gradients agree/, /^✓ 全部 5 个梯度/],
  [
    'unclear',
    kink,
    'sg-unclear',
    /^\? 0 of 5 gradients agree .* can’t be checked here/,
    /^\? 5 个梯度中有 0 个/
  ],
  ['unclear', lost, 'sg-unclear', /^\? 0 of 3 gradients agree/, /^\? 3 个梯度中有 0 个/],
  ['wrong', wrong, 'sg-differs', /^✗ Some gradients differ/, /^✗ 有梯度/]
] as const)('says that a check is %s, in both languages', (outcome, check, role, text, zh) => {
  expect(check.outcome).toBe(outcome);
  const root = checkView(check, 4, english);
  const verdict = root.querySelector('.sg-question')!;
  expect([verdict.className, verdict.textContent]).toEqual([
    `sg-question ${role}`,
    expect.stringMatching(text)
  ]);
  const translated = checkView(check, 4, chinese);
  expect(translated.querySelector('.sg-question')!.textContent).toMatch(zh);
  expect(translated.textContent).not.toMatch(/untranslated|can’t|backward gives/);
  expect(checkDocument(check, english, 4).sentences[0]).toMatch(text);
  expect(checkDocument(check, chinese, 4).sentences.join(' ')).not.toMatch(/untranslated|can’t/);
});

test('marks the rows that are wrong or unclear, and puts them first', () => {
  const firstOf = (check: CheckReport): string =>
    checkView(check, 4, english).querySelector('tbody th')!.textContent;
  expect(firstOf(wrong)).toBe('✗ bias[0]');
  expect(firstOf(kink)).toMatch(/^\? /);
  expect(firstOf(right)).not.toMatch(/^[?✗]/);
  expect(checkDocument(wrong, english, 4).table!.rows[0][0]).toEqual({ text: '✗ bias[0]' });
});

test('prints two gradients with as many digits as differ', () => {
  const cells = [...checkView(wrong, 4, english).querySelectorAll('tbody tr:first-child td')];
  expect(cells[0].textContent).not.toBe(cells[1].textContent);
});

test('reads a check of a version that knew only right and wrong', () => {
  const { outcome: _, ...rest } = right;
  const old = { ...rest, rows: right.rows.map(({ verdict: _v, uncertainty: _u, ...row }) => row) };
  const verdict = (check: CheckReport): string =>
    checkView(check, 4, english).querySelector('.sg-question')!.textContent;
  expect(verdict(old)).toMatch(/^✓ All 5/);
  expect(verdict({ ...old, passed: false })).toMatch(/^✗ Some gradients differ/);
});
