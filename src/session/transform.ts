import ts from 'typescript';

/** How a cell's function is run: at once, in steps between its awaits, or as an asynchronous function. */
export type Mode = 'plain' | 'steps' | 'async';

/** How the cell waits at its top level. `for await` can't be made a step. */
export function modeOf(source: ts.SourceFile): Mode {
  let mode: Mode = 'plain';
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) {
      return;
    }
    if ((ts.isForOfStatement(node) && node.awaitModifier) || isAwaitUsing(node)) {
      mode = 'async';
    } else if (ts.isAwaitExpression(node) && mode === 'plain') {
      mode = 'steps';
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mode;
}

const isAwaitUsing = (node: ts.Node): boolean =>
  ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing;

/**
 * Transformers for the module of a cell.
 * - `await x` at the top level becomes `yield [x, place]`, so that every step between two awaits is run by the host,
 *   which can interrupt it, and knows where the cell waits.
 * - `let x;` becomes `let x = undefined;`, and the statement that sets all exports to undefined is left out: the cells
 *   share one object of exports, and a cell that fails leaves what it did not reach as it was.
 * @param toCell from a position in the module to the one in the cell
 */
export function transformers(mode: Mode, toCell: (position: number) => number): ts.CustomTransformers {
  return {
    before: [context => source => begun(context, source, mode === 'steps' ? toCell : null)],
    after: [context => source => withoutReset(context, source)]
  };
}

function begun(
  context: ts.TransformationContext,
  source: ts.SourceFile,
  toCell: ((position: number) => number) | null
): ts.SourceFile {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) {
      return node;
    }
    const visited = ts.visitEachChild(node, visit, context);
    if (toCell && ts.isAwaitExpression(visited)) {
      const place = factory.createNumericLiteral(toCell(node.getStart(source)));
      const step = factory.createYieldExpression(
        undefined,
        factory.createArrayLiteralExpression([visited.expression, place])
      );
      return factory.createParenthesizedExpression(ts.setTextRange(step, node));
    }
    return visited;
  };
  const statements = source.statements.map(statement => visit(initialised(factory, statement)));
  return factory.updateSourceFile(source, statements as ts.Statement[]);
}

/** Gives the variables of a statement their value `undefined`. */
function initialised(factory: ts.NodeFactory, statement: ts.Statement): ts.Statement {
  if (!ts.isVariableStatement(statement)) {
    return statement;
  }
  const { declarationList: list, modifiers } = statement;
  const declarations = list.declarations.map(each =>
    each.initializer || !ts.isIdentifier(each.name)
      ? each
      : factory.updateVariableDeclaration(
          each,
          each.name,
          undefined,
          each.type,
          factory.createIdentifier('undefined')
        )
  );
  return factory.updateVariableStatement(
    statement,
    modifiers,
    factory.updateVariableDeclarationList(list, declarations)
  );
}

/** Leaves out `exports.a = exports.b = void 0;`. */
const withoutReset = ({ factory }: ts.TransformationContext, source: ts.SourceFile): ts.SourceFile =>
  factory.updateSourceFile(
    source,
    source.statements.filter(
      statement => !(ts.isExpressionStatement(statement) && isReset(statement.expression))
    )
  );

function isReset(expression: ts.Expression): boolean {
  return (
    ts.isBinaryExpression(expression) &&
    expression.pos < 0 &&
    ts.isPropertyAccessExpression(expression.left) &&
    ts.isIdentifier(expression.left.expression) &&
    expression.left.expression.text === 'exports' &&
    (ts.isVoidExpression(expression.right) || isReset(expression.right))
  );
}
