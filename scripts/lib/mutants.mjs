// Mutants: copies of a source with one small fault each. A fault that no test notices shows what the tests leave open.
import ts from 'typescript';

const { SyntaxKind } = ts;

/** Each operator with its replacement. */
const OPERATORS = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '**': '*',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
  '++': '--',
  '--': '++'
};

const EXTREMES = { 'Math.max': 'Math.min', 'Math.min': 'Math.max' };

/**
 * All mutants of a TypeScript source, by position.
 * @returns `{ start, end, text, line, column, was }`: `text` replaces `was`, the source from `start` to `end`
 */
export function mutantsOf(source, fileName = 'source.ts') {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true);
  const found = [];
  const add = (start, end, text) => {
    const { line, character } = file.getLineAndCharacterOfPosition(start);
    const was = source.slice(start, end);
    if (was !== text) found.push({ start, end, text, line: line + 1, column: character + 1, was });
  };
  const replace = (node, text) => add(node.getStart(), node.getEnd(), text);
  const swap = ({ kind }, start, end) => {
    const other = OPERATORS[ts.tokenToString(kind)];
    if (other) add(start, end, other);
  };
  const condition = (node, isLoop) => {
    if (!isLoop) replace(node, 'true');
    replace(node, 'false');
  };
  const visit = node => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isTypeAliasDeclaration(node)) return;
    if (ts.isBinaryExpression(node) && !isTextSum(node)) {
      swap(node.operatorToken, node.operatorToken.getStart(), node.operatorToken.getEnd());
    } else if (ts.isPrefixUnaryExpression(node)) {
      const { operand } = node;
      if (node.operator === SyntaxKind.ExclamationToken || node.operator === SyntaxKind.MinusToken) {
        add(node.getStart(), operand.getStart(), '');
      } else {
        swap({ kind: node.operator }, node.getStart(), operand.getStart());
      }
    } else if (ts.isPostfixUnaryExpression(node)) {
      swap({ kind: node.operator }, node.operand.getEnd(), node.getEnd());
    } else if (ts.isNumericLiteral(node)) {
      replace(node, String(Number(node.text) + 1));
    } else if (node.kind === SyntaxKind.TrueKeyword) {
      replace(node, 'false');
    } else if (node.kind === SyntaxKind.FalseKeyword) {
      replace(node, 'true');
    } else if (ts.isPropertyAccessExpression(node) && EXTREMES[node.getText()]) {
      replace(node, EXTREMES[node.getText()]);
    } else if (ts.isIfStatement(node)) {
      condition(node.expression);
    } else if (ts.isConditionalExpression(node)) {
      condition(node.condition);
    } else if (ts.isWhileStatement(node) || (ts.isForStatement(node) && node.condition)) {
      condition(node.expression ?? node.condition, true);
    } else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
      replace(node.body, 'undefined');
    } else if (ts.isBlock(node) && node.statements.length > 0) {
      replace(node, '{}');
    } else if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) {
      if (node.expression.expression.kind !== SyntaxKind.SuperKeyword) replace(node, ';');
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Whether a `+` concatenates strings: `-` would give NaN, a fault that proves nothing about the specs. */
const isTextSum = ({ operatorToken, left, right }) =>
  operatorToken.kind === SyntaxKind.PlusToken && [left, right].some(each => ts.isStringLiteralLike(each));

export const mutated = (source, { start, end, text }) => source.slice(0, start) + text + source.slice(end);

/** The first `count` elements of a list, shuffled by a seed (Fisher–Yates, mulberry32). */
export function sampled(list, count, seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const shuffled = [...list];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled.slice(0, count);
}
