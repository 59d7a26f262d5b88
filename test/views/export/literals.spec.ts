/** Texts of a trace in generated code: TypeScript reads the same texts, and a reader sees all of the code. */
import * as fc from 'fast-check';
import ts from 'typescript';
import { english } from '../../../src/derivation';
import { BCELoss, Linear, SGD, Sequential, Sigmoid } from '../../../src/engine';
import { Trace, record } from '../../../src/trace';
import { kernelCode } from '../../../src/views/export/kernelCode';
import { commentOf, keyLiteral, stringLiteral, valueLiteral } from '../../../src/views/export/literals';
import { texts } from '../../fuzz/hostile';

/** The errors that TypeScript finds while it parses a text. */
function errorsOf(code: string): unknown[] {
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.ES2022, true);
  return (file as unknown as { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics.map(
    ({ messageText }) => messageText
  );
}

const evaluate = (expression: string): unknown => new Function(`return (${expression});`)() as unknown;
/** Nothing but visible characters, blanks and line feeds. */
const VISIBLE = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u;

const any = fc.oneof(
  fc.constantFrom(...texts),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '\\',
      "'",
      '"',
      '`',
      '${',
      '\u2028',
      '\u2029',
      '\r',
      '\n',
      '\u0000',
      '*/',
      '//',
      '\ud800',
      '\u202e',
      '\ufeff'
    )
  })
);

test('a text is read as the same text', () => {
  fc.assert(
    fc.property(any, text => {
      const code = stringLiteral(text);
      expect(errorsOf(code)).toEqual([]);
      expect(evaluate(code)).toBe(text);
      expect(code).toMatch(VISIBLE);
    }),
    { numRuns: 2000 }
  );
});

test('a plain value is read as the same value', () => {
  fc.assert(
    fc.property(fc.dictionary(any, fc.oneof(any, fc.double(), fc.boolean(), fc.array(any))), value => {
      const code = valueLiteral(value);
      expect(errorsOf(`(${code})`)).toEqual([]);
      expect({ ...(evaluate(code) as object) }).toEqual({ ...value });
      expect(code).toMatch(VISIBLE);
    }),
    { numRuns: 500 }
  );
});

test('a key of __proto__ is a key', () => {
  expect(Object.keys(evaluate(`{ ${keyLiteral('__proto__')}: 1 }`) as object)).toEqual(['__proto__']);
});

test('a comment ends with its line', () => {
  fc.assert(
    fc.property(any, text => {
      const code = commentOf(text);
      expect(code).toMatch(VISIBLE);
      expect(evaluate(`1 ${code}\n`)).toBe(1);
    })
  );
});

test('names of columns arrive in the cell for the kernel as they are', () => {
  const model = new Sequential(new Linear(2, 1), new Sigmoid());
  fc.assert(
    fc.property(fc.tuple(any, any), fc.tuple(any, any), (featureNames, classNames) => {
      const optimizer = new SGD(model.parameters(), { lr: 1 });
      const options = {
        input: [[1, 2]],
        target: [[1]],
        loss: new BCELoss(),
        optimizer,
        featureNames,
        classNames
      };
      const trace = JSON.parse(JSON.stringify(record(model, options))) as Trace;
      const code = kernelCode(trace, new Map([['input[0,0]', 2]]), [], english, 0);
      expect(errorsOf(code)).toEqual([]);
      expect(code.replace(/\n/g, ' ')).toMatch(VISIBLE);
      const given = code.match(/featureNames: (\[.*\]),\n {2}classNames: (\[.*\])\n/)!;
      expect([evaluate(given[1]), evaluate(given[2])]).toEqual([featureNames, classNames]);
    }),
    { numRuns: 200 }
  );
});
