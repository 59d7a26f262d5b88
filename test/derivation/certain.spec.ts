/** Lines of certain models: where 1 − p and ln p have lost their digits, and as many digits as are certain. */
import { CrossEntropyLoss, Linear, Loss, Sequential } from '../../src/engine';
import { Program, derive, lineToText } from '../../src/derivation';
import { digitsOf } from '../../src/derivation/derivation';
import { evaluate, gives, number, quantity, sum } from '../../src/engine/formula/expression';
import { TraceReader, record } from '../../src/trace';
import { checkPrinted, tally } from '../lines/checkLine';

type Lines = ReturnType<typeof derive>['blocks'][0]['lines'];

/** Every line of a row of outputs at a loss, for class 0. */
function linesAt(z: number[], loss: Loss): Lines {
  const model = new Sequential(new Linear(1, z.length));
  model.loadStateDict({ '0.weight': z.map(each => [each]), '0.bias': z.map(() => 0) });
  const reader = new TraceReader(record(model, { input: [[1]], target: [0], loss }));
  const program = new Program(reader.trace, 'operation');
  return Array.from({ length: program.length }, (_, i) => derive(reader, program.step(i), 0, 'operation'))
    .flatMap(({ blocks }) => blocks)
    .flatMap(({ lines }) => lines);
}

const rows = [
  [20, 0],
  [50, 0, 1],
  [129, -5, 0],
  [300, 0, -300, 2, 3, 4],
  [-590, -740, -745],
  [0, 129],
  [9, 0, 0, 0]
];

test.each(rows.map(row => [row]))('prints only true lines of outputs %j', row => {
  for (const loss of [new CrossEntropyLoss(), new CrossEntropyLoss({ labelSmoothing: 0.1 })]) {
    for (const line of linesAt(row, loss)) {
      for (const digits of [4, 16, 17]) {
        checkPrinted(line, digits, { room: Infinity, inline: false, marked: false }, tally());
      }
      const last = line.forms.at(-1);
      const texts = lineToText(line, digitsOf(line, 4));
      expect(texts).not.toContain('undefined');
      if (last && line.result.kind === 'quantity' && !/^z/.test(texts)) {
        expect([texts, gives(last, evaluate(line.result))]).toEqual([texts, true]);
      }
    }
  }
});

test('prints more than twelve digits only as far as formula and result agree', () => {
  const line = (apart: number): Lines[0] => {
    const result = quantity({ name: 'a' }, 'z', 1 + apart);
    return { left: result, forms: [sum(number(0.5), number(0.5))], result };
  };
  expect([0, 2e-14, 1e-3].map(apart => digitsOf(line(apart), 17))).toEqual([17, 12, 12]);
  expect([0, 2e-14, 1e-3].map(apart => digitsOf(line(apart), 4))).toEqual([4, 4, 4]);
});
