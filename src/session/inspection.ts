import ts from 'typescript';
import type { CellModule } from './cellModule';

/** Tags whose text belongs to a name: `@param lr the learning rate`. */
const NAMED = new Set(['param', 'property', 'template']);

/** The declaration and the docstring of the name at a position, in Markdown; of a call's function inside its brackets. */
export function inspectionAt(
  service: ts.LanguageService,
  module: CellModule,
  position: number
): string | null {
  for (const at of [position, position - 1].filter(each => each >= 0)) {
    const info = service.getQuickInfoAtPosition(module.path, module.toModule(at));
    if (info) {
      return markdown(text(info.displayParts), info.documentation, info.tags);
    }
  }
  const help = service.getSignatureHelpItems(module.path, module.toModule(position), undefined);
  const item = help?.items[help.selectedItemIndex];
  return item ? markdown(signatureOf(item), item.documentation, item.tags) : null;
}

/** A function with its parameters, as it is declared. */
export const signatureOf = (item: ts.SignatureHelpItem): string =>
  text(item.prefixDisplayParts) +
  item.parameters.map(({ displayParts }) => text(displayParts)).join(text(item.separatorDisplayParts)) +
  text(item.suffixDisplayParts);

function markdown(
  declaration: string,
  documentation: ts.SymbolDisplayPart[] | undefined,
  tags: ts.JSDocTagInfo[] = []
): string {
  const blocks = tags.map(({ name, text: parts }) => {
    const words = text(parts);
    const [, first, rest] = /^(\S+)\s*([^]*)$/.exec(words) ?? [];
    return NAMED.has(name) && first ? `- \`${first}\` ${rest}` : `*@${name}* ${words}`;
  });
  return [`\`\`\`typescript\n${declaration}\n\`\`\``, text(documentation), blocks.join('\n')]
    .filter(Boolean)
    .join('\n\n');
}

const text = (parts: ts.SymbolDisplayPart[] | undefined): string => ts.displayPartsToString(parts);
