import ts from 'typescript';
import type { Origin } from './scope';

/** What a statement at the top of a cell declares. */
export interface Declarations {
  readonly names: Map<string, Origin>;
  /** Whether `export` can be written before the statement. */
  readonly exportable: boolean;
}

/** The names that a statement declares. @param from the cell's module, as an import names it */
export function declarationsOf(statement: ts.Statement, from: string): Declarations {
  const names = new Map<string, Origin>();
  const add = (name: string, isConstant: boolean, isType = false): void =>
    void names.set(name, { from, imported: name, isType, isConstant });
  if (ts.isImportDeclaration(statement)) {
    importsOf(statement).forEach(([name, origin]) => names.set(name, origin));
    return { names, exportable: false };
  }
  if (ts.isVariableStatement(statement)) {
    const { declarations, flags } = statement.declarationList;
    const isConstant = (flags & ts.NodeFlags.Const) !== 0;
    declarations.flatMap(({ name }) => boundNames(name)).forEach(name => add(name, isConstant));
  } else if (isNamed(statement)) {
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    add(statement.name!.text, isType, isType);
  }
  return { names, exportable: names.size > 0 && !isExported(statement) };
}

type Named =
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.EnumDeclaration
  | ts.ModuleDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration;

const isNamed = (statement: ts.Statement): statement is Named & { name: ts.Identifier } =>
  (ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)) &&
  statement.name !== undefined &&
  ts.isIdentifier(statement.name);

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** The names of a variable's declaration, also of a destructured one. */
const boundNames = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap(element => (ts.isBindingElement(element) ? boundNames(element.name) : []));

function importsOf({ importClause, moduleSpecifier }: ts.ImportDeclaration): [string, Origin][] {
  if (!importClause || !ts.isStringLiteral(moduleSpecifier)) {
    return [];
  }
  const from = moduleSpecifier.text;
  const { name, namedBindings, isTypeOnly } = importClause;
  const entry = (local: string, imported: string, isType = isTypeOnly): [string, Origin] => [
    local,
    { from, imported, isType, isConstant: true }
  ];
  const found = name ? [entry(name.text, 'default')] : [];
  if (namedBindings && ts.isNamespaceImport(namedBindings)) {
    found.push(entry(namedBindings.name.text, '*'));
  } else if (namedBindings) {
    for (const { name: local, propertyName, isTypeOnly: isOneType } of namedBindings.elements) {
      found.push(entry(local.text, (propertyName ?? local).text, isTypeOnly || isOneType));
    }
  }
  return found;
}
