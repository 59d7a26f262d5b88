import { Translate } from '../derivation';
import type { Payload } from '../trace';
import type { MimeBundle } from './publish';
import { checkDocument } from '../document/checkDocument';
import { comparisonDocument } from '../document/comparisonDocument';
import type { Document } from '../document/document';
import { historyDocument } from '../document/historyDocument';
import { toHtml } from '../document/html';
import { Language, translator } from './language';
import { toLatex } from '../document/latex';
import { modelDocument } from '../document/modelDocument';
import { toPlain } from '../document/plain';
import { traceDocument } from '../document/traceDocument';

export { languageOf } from './language';
export type { Language } from './language';

/**
 * What an output says where stepgrad is not installed. A front end takes one form alone, so each says all that it
 * can: HTML, with the picture in it, is what GitHub, nbviewer, VS Code, Lab without the extension and nbconvert's
 * pages take; LaTeX what its PDFs take; plain text the rest. There is no image/svg+xml: nobody would take it before
 * HTML, and `nbconvert --to latex` stops at one when there is no Inkscape.
 * @param digits significant digits of its numbers
 */
export function staticVersion(payload: Payload, language: Language, digits: number): MimeBundle {
  const translate = translator(language);
  const document = documentOf(payload, translate, digits);
  return {
    'text/html': toHtml(document, translate, digits),
    'text/latex': toLatex(document, translate, digits),
    'text/plain': toPlain(document, translate)
  };
}

function documentOf(payload: Payload, translate: Translate, digits: number): Document {
  switch (payload.kind) {
    case 'trace':
      return traceDocument(payload, translate, digits);
    case 'model':
      return modelDocument(payload, translate, digits);
    case 'check':
      return checkDocument(payload, translate, digits);
    case 'history':
      return historyDocument(payload, translate, digits);
    case 'comparison':
      return comparisonDocument(payload, translate, digits);
  }
}
