import ts from 'typescript';
import { Message, messageOf } from '../engine/message';
import { suggestionFor } from '../engine/suggest';
import type { CellModule } from './cellModule';
import { signatureOf } from './inspection';
import { PACKAGE, packageNames } from './known';
import { fromPython, fromPythonName } from './python';

/** An error of TypeScript's, and where it is. */
export interface Finding {
  readonly service: ts.LanguageService;
  readonly module: CellModule;
  readonly code: string;
  readonly diagnostic: ts.Diagnostic;
  readonly message: string;
  /** The names that earlier cells have declared. */
  readonly earlier: readonly string[];
}

/** What to write instead of what TypeScript refuses: of the commonest errors, by TypeScript's codes. */
export function adviceOn(finding: Finding): Message | null {
  const { diagnostic, module, code } = finding;
  const { start = 0, length = 0 } = diagnostic;
  const name = module.text.slice(start, start + length);
  const node = nodeAt(finding);
  const checker = finding.service.getProgram()!.getTypeChecker();
  switch (diagnostic.code) {
    // Cannot find name.
    case 2304:
    case 2552:
    case 2580:
      return fromPythonName(name) ?? importOf(finding, name);
    // Cannot find module.
    case 2307:
      return suggestionFor(name.slice(1, -1), [PACKAGE]) || /torch|numpy|keras|tensorflow|jax/.test(name)
        ? messageOf("Layers, losses and optimisers come from '%1': import { Linear } from '%1';", PACKAGE)
        : null;
    // Module has no exported member.
    case 2305:
    case 2614:
      return meant(name, exportsOf(finding));
    // Unknown property of an object literal.
    case 2353:
      return node ? option(node, checker) : null;
    // Nothing in common with the options.
    case 2559:
      return node ? braces(node, checker) : null;
    // Property does not exist.
    case 2339:
      return node ? member(node, checker) : null;
    // Not assignable; properties are missing.
    case 2322:
    case 2345:
    case 2739:
    case 2740:
    case 2741:
      return node ? assignment(valueOf(node), finding.message, checker) : null;
    // Not callable.
    case 2349:
      return /\bforward\b/.test(membersOf(node, checker).join(' '))
        ? messageOf('A model and a loss are not called themselves: write .forward(…).')
        : null;
    // A wrong number of arguments.
    case 2554:
    case 2555:
      return signature(finding);
    // An operator between objects.
    case 2362:
    case 2363:
    case 2365:
      return messageOf(
        'Operators take numbers. Tensors have methods: a.add(b), a.sub(b), a.mul(b), a.matmul(b).'
      );
    default:
      return diagnostic.code < 2000 ? fromPython(lineAt(code, module.toCell(start))) : null;
  }
}

function nodeAt({ service, module, diagnostic }: Finding): ts.Node | null {
  const { start = 0, length = 0 } = diagnostic;
  const source = service.getProgram()!.getSourceFile(module.path)!;
  let found: ts.Node | null = null;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) <= start && node.end >= start + length) {
      found = node;
      ts.forEachChild(node, visit);
    }
  };
  ts.forEachChild(source, visit);
  return found;
}

const exportsOf = ({ service, module }: Finding): string[] =>
  packageNames(service.getProgram()!, module.path.slice(0, module.path.lastIndexOf('/')));

/** How to import a name that the package exports, or a name near to it. */
function importOf(finding: Finding, name: string): Message | null {
  const names = exportsOf(finding);
  if (names.includes(name)) {
    return messageOf("Import it: import { %1 } from '%2';", name, PACKAGE);
  }
  const near = /^[A-Z]/.test(name) ? suggestionFor(name, names) : null;
  const declared = suggestionFor(name, finding.earlier);
  if (declared) {
    return messageOf('Did you mean %1?', declared);
  }
  return near
    ? messageOf("Did you mean %1? import { %1 } from '%2';", near, PACKAGE)
    : finding.diagnostic.code === 2304
      ? messageOf('Declare it before (const %1 = …), or run the cell that declares it.', name)
      : null;
}

function meant(name: string, known: readonly string[]): Message | null {
  const near = suggestionFor(name.replace(/^['"]|['"]$/g, ''), known);
  return near ? messageOf('Did you mean %1?', near) : null;
}

/** The option that was meant, or all that there are. */
function option(node: ts.Node, checker: ts.TypeChecker): Message | null {
  const literal = ts.findAncestor(node, ts.isObjectLiteralExpression);
  const type = literal && checker.getContextualType(literal);
  const known = type ? propertiesOf(type, checker) : [];
  if (known.length === 0) {
    return null;
  }
  const near = suggestionFor(node.getText(), known);
  return near ? messageOf('Did you mean %1?', near) : messageOf('There are: %1.', known.join(', '));
}

/** How to write a value that stands where options belong. */
function braces(node: ts.Node, checker: ts.TypeChecker): Message | null {
  const type = ts.isExpression(node) ? checker.getContextualType(node) : undefined;
  const [name = 'name'] = type ? propertiesOf(type, checker) : [];
  const text = node.getText().slice(0, 20);
  return messageOf('Options are written in braces, with their names: { %1: %2 }.', name, text);
}

function member(node: ts.Node, checker: ts.TypeChecker): Message | null {
  const access = ts.findAncestor(node, ts.isPropertyAccessExpression);
  if (!access) {
    return null;
  }
  const type = checker.getTypeAtLocation(access.expression);
  if (type.symbol?.name === 'Promise') {
    return messageOf('This is a promise of a value: write await before it.');
  }
  const name = access.name.text;
  if (name === 'backward' && (type.flags & ts.TypeFlags.NumberLike) !== 0) {
    return messageOf('A loss is a number here: write model.backward(loss.backward()).');
  }
  return meant(name, propertiesOf(type, checker));
}

/** The value that is given to a name: TypeScript reports the name. */
function valueOf(node: ts.Node): ts.Node {
  const { parent } = node;
  const hasValue = ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent);
  return hasValue && parent.name === node && parent.initializer ? parent.initializer : node;
}

function assignment(node: ts.Node, message: string, checker: ts.TypeChecker): Message | null {
  const type = checker.getTypeAtLocation(node);
  if (type.symbol?.name === 'Promise') {
    return messageOf('This is a promise of a value: write await before it.');
  }
  const text = node.getText();
  if (/Parameter/.test(message) && type.getProperty('parameters')) {
    return messageOf('Write %1.parameters().', text);
  }
  if (/number/.test(message) && ts.isStringLiteral(node) && text.length > 2 && !isNaN(Number(node.text))) {
    return messageOf('Write the number without quotes: %1.', node.text);
  }
  if ((type.flags & ts.TypeFlags.NumberLike) !== 0 && /\[\]|Input|Tensor|array/i.test(message)) {
    return messageOf('An array is expected, with a row for each sample: [[%1]].', text.slice(0, 20));
  }
  return null;
}

function signature({ service, module, diagnostic }: Finding): Message | null {
  const { start = 0, length = 0 } = diagnostic;
  const open = module.text.indexOf('(', start);
  const inside = [open + 1, start + length].find(
    at => at > 0 && service.getSignatureHelpItems(module.path, at, undefined)
  );
  const item = inside && service.getSignatureHelpItems(module.path, inside, undefined)?.items[0];
  if (module.text.slice(start, start + length) === 'backward') {
    return messageOf("It takes the loss's gradient: model.backward(loss.backward()).");
  }
  return item ? messageOf('It is %1.', signatureOf(item)) : null;
}

const membersOf = (node: ts.Node | null, checker: ts.TypeChecker): string[] =>
  node ? propertiesOf(checker.getTypeAtLocation(node), checker) : [];

/** The names of a type's properties; of a union those of each of its types. */
function propertiesOf(type: ts.Type, checker: ts.TypeChecker): string[] {
  const own = checker.getNonNullableType(type);
  const names = (own.isUnion() ? own.types : [own]).flatMap(each =>
    each.getProperties().map(({ name }) => name)
  );
  return [...new Set(names)].filter(name => !name.startsWith('_'));
}

const lineAt = (code: string, position: number): string =>
  code.slice(code.lastIndexOf('\n', position - 1) + 1).split('\n')[0];
