// Reads a package's exports from its sources with the TypeScript compiler: names, signatures and docstrings.
import { relative } from 'node:path';
import ts from 'typescript';
import { at, root } from '../paths.mjs';

const text = parts => ts.displayPartsToString(parts).trim();
const oneLine = code =>
  code
    .replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** A docstring as data: its text and its tags. */
function docOf(commented, checker) {
  const tags = commented.getJsDocTags(checker);
  const of = name => tags.filter(tag => tag.name === name).map(tag => text(tag.text));
  const params = of('param').map(line => line.match(/^(\S+)\s*([^]*)$/)?.slice(1) ?? [line, '']);
  return {
    text: text(commented.getDocumentationComment(checker)),
    params,
    returns: of('returns')[0],
    throws: of('throws'),
    internal: tags.some(tag => tag.name === 'internal')
  };
}

/** A function's signature as written in the source: `(a: number, options: { b?: string }): Tensor`. */
function signatureOf(node) {
  const list = nodes => nodes.map(n => oneLine(n.getText())).join(', ');
  const types = node.typeParameters ? `<${list(node.typeParameters)}>` : '';
  const returns = node.type ? `: ${oneLine(node.type.getText())}` : '';
  // Parameter properties appear as parameters here, without their modifiers.
  const parameters = list(node.parameters).replace(/\b(public|private|protected|readonly|override) /g, '');
  return `${types}(${parameters})${returns}`;
}

const hasModifier = (node, kind) => ts.getCombinedModifierFlags(node) & kind;
const isHidden = node =>
  hasModifier(node, ts.ModifierFlags.Private | ts.ModifierFlags.Protected) ||
  ts.isPrivateIdentifier(node.name ?? node);

/** The own fields, accessors and methods of a class, an interface or an object. */
function membersOf(node, checker) {
  const own = ts.isVariableDeclaration(node) ? (node.initializer?.properties ?? []) : (node.members ?? []);
  const fromConstructor = [...own]
    .filter(ts.isConstructorDeclaration)
    .flatMap(made => made.parameters.filter(p => ts.isParameterPropertyDeclaration(p, made)));
  return [...own, ...fromConstructor]
    .filter(member => member.name && !isHidden(member) && !ts.isSetAccessor(member))
    .map(member => {
      const symbol = checker.getSymbolAtLocation(member.name);
      const isCall = ts.isMethodDeclaration(member) || ts.isMethodSignature(member);
      const kept = hasModifier(member, ts.ModifierFlags.Static) ? 'static ' : '';
      const type = member.type && `: ${oneLine(member.type.getText())}`;
      const optional = member.questionToken ? '?' : '';
      return {
        name: member.name.getText(),
        signature: `${kept}${member.name.getText()}${optional}${isCall ? signatureOf(member) : (type ?? '')}`,
        doc: docOf(symbol, checker),
        ownDoc: ts.getJSDocCommentsAndTags(member).length > 0,
        overrides: Boolean(hasModifier(member, ts.ModifierFlags.Override)),
        parameter: ts.isParameter(member),
        isCall,
        options: isCall ? optionsOf(member, checker) : [],
        throwing: throwsIn(member)
      };
    });
}

/** The properties of parameters with an inline object type: `{ bias?: boolean }`. */
const optionsOf = (node, checker) =>
  node.parameters
    .filter(parameter => parameter.type && ts.isTypeLiteralNode(parameter.type))
    .flatMap(parameter =>
      parameter.type.members.map(member => ({
        name: `${parameter.name.getText()}.${member.name.getText()}`,
        documented: Boolean(text(checker.getSymbolAtLocation(member.name).getDocumentationComment(checker)))
      }))
    );

/** Whether a function contains a throw statement. */
function throwsIn(node) {
  if (ts.isThrowStatement(node)) return true;
  return node.body !== undefined || ts.isBlock(node) || !ts.isFunctionLike(node)
    ? Boolean(ts.forEachChild(node, throwsIn))
    : false;
}

/** The base classes of a class, nearest first. */
function basesOf(type, checker) {
  const [base] = type.isClass() ? checker.getBaseTypes(type) : [];
  return base ? [base.symbol.name, ...basesOf(base.target ?? base, checker)] : [];
}

/** The constructors of a class: its own, or else those that it inherits. */
function constructorsOf(node, checker) {
  const own = node.members.filter(ts.isConstructorDeclaration);
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  const inherited = base && checker.getTypeAtLocation(base).symbol?.declarations.find(ts.isClassDeclaration);
  return own.length || !inherited ? own : constructorsOf(inherited, checker);
}

function constructorOf(node, checker) {
  const made = constructorsOf(node, checker);
  if (!made.length) return null;
  const shown = made.length > 1 ? made.filter(({ body }) => !body) : made;
  const doc = docOf(checker.getSignatureFromDeclaration(shown[0]), checker);
  const signatures = shown.map(one => `new ${node.name.text}${signatureOf(one)}`);
  // Documented options, which document the fields of the same name: `bias` of `options: { bias?: boolean }`.
  const entries = shown[0].parameters.flatMap(p => checker.getTypeAtLocation(p).getProperties());
  const given = entries.filter(one => one.getDocumentationComment(checker).length).map(one => one.name);
  return {
    signatures,
    doc,
    told: [...given, ...doc.params.map(([name]) => name.split('.').pop())],
    throwing: made.some(throwsIn),
    options: optionsOf(shown[0], checker),
    empty: !shown[0].parameters.length
  };
}

/** Whether a type is exported or belongs to the language. */
const isKnown = (symbol, known) =>
  known.has(symbol) || symbol.declarations.every(one => !one.getSourceFile().fileName.startsWith(at('src')));

/** The exports of a file as `{ name, kind, file, doc, … }`, in source order. */
export function readExports(entry) {
  const config = ts.getParsedCommandLineOfConfigFile(
    at('tsconfig.engine.json'),
    { noEmit: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} }
  );
  const program = ts.createProgram([at(entry)], config.options);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(at(entry)));
  const exports = checker.getExportsOfModule(module);
  const resolve = one => (one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one);
  const known = new Set(exports.map(resolve));
  return exports.map(exported => {
    const symbol = resolve(exported);
    const node = symbol.declarations[0];
    const common = {
      name: exported.name,
      file: relative(root, node.getSourceFile().fileName).replaceAll('\\', '/'),
      doc: docOf(symbol, checker),
      members: [],
      options: []
    };
    if (ts.isClassDeclaration(node)) {
      const bases = basesOf(checker.getDeclaredTypeOfSymbol(symbol), checker);
      const abstract = Boolean(hasModifier(node, ts.ModifierFlags.Abstract));
      const made = constructorOf(node, checker);
      return { ...common, kind: 'class', bases, abstract, made, members: membersOf(node, checker) };
    }
    if (ts.isFunctionDeclaration(node)) {
      const nodes = symbol.declarations.filter(one => symbol.declarations.length === 1 || !one.body);
      const signatures = nodes.map(one => `${exported.name}${signatureOf(one)}`);
      const throwing = symbol.declarations.some(throwsIn);
      return { ...common, kind: 'function', signatures, throwing, options: optionsOf(nodes[0], checker) };
    }
    if (ts.isInterfaceDeclaration(node)) {
      const inherited = node.heritageClauses?.flatMap(({ types }) => types) ?? [];
      const [told, untold] = [true, false].map(is =>
        inherited.filter(type => is === isKnown(checker.getTypeAtLocation(type).symbol, known))
      );
      // Members of a base that is not exported are listed here, since readers can't look it up.
      const members = [node, ...untold.flatMap(type => checker.getTypeAtLocation(type).symbol.declarations)];
      const bases = told.map(type => oneLine(type.getText()));
      return {
        ...common,
        kind: 'interface',
        bases,
        members: members.flatMap(one => membersOf(one, checker))
      };
    }
    if (ts.isTypeAliasDeclaration(node)) {
      return { ...common, kind: 'type', signatures: [`${exported.name} = ${oneLine(node.type.getText())}`] };
    }
    // A function returned by another function: its signature comes from its type.
    const made = checker.getTypeOfSymbol(symbol);
    const isCall = made.getCallSignatures().length > 0;
    const signatures = isCall ? [`${exported.name}: ${checker.typeToString(made)}`] : undefined;
    return {
      ...common,
      kind: isCall ? 'function' : 'const',
      signatures,
      members: isCall ? [] : membersOf(node, checker)
    };
  });
}
