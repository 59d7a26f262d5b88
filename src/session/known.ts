import ts from 'typescript';

/** The package whose names a notebook's reader is helped with. */
export const PACKAGE = 'stepgrad';

/** A module without names of its own, which makes the package's types known before a cell imports them. */
export const KNOWN = 'stepgrad-cell-0';

/** The names that the package exports; none if the package is not there. */
export function packageNames(program: ts.Program, folder: string): string[] {
  const source = program.getSourceFile(`${folder}/${KNOWN}.ts`);
  const statement = source?.statements[0];
  if (!statement || !ts.isImportDeclaration(statement)) {
    return [];
  }
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
  return symbol ? checker.getExportsOfModule(symbol).map(({ name }) => name) : [];
}
