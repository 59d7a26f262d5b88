import { Translate } from '../derivation';
import type { Payload } from '../trace';
import { checkDocument } from '../document/checkDocument';
import { comparisonDocument } from '../document/comparisonDocument';
import type { Document } from '../document/document';
import { historyDocument } from '../document/historyDocument';
import { toHtml } from '../document/html';
import { Language, translator } from './language';
import { toLatex } from '../document/latexDisplays';
import { modelDocument } from '../document/modelDocument';
import { toPlain } from '../document/plainText';
import { traceDocument } from '../document/traceDocument';
import type { MimeBundle } from './tslab';

export { languageOf } from './language';
export type { Language } from './language';

/**
 * The static version of an output, for front ends without stepgrad. A front end takes one format, so each holds all
 * that it can: HTML with the picture for GitHub, nbviewer, VS Code, Lab without the extension and nbconvert's pages;
 * LaTeX for nbconvert's PDFs; plain text for the rest. There is no image/svg+xml: every front end prefers HTML, and
 * `nbconvert --to latex` fails on SVG without Inkscape.
 * @param digits significant digits of its numbers
 * @returns a sentence in plain text if the output can't be drawn: whatever is wrong with it, a cell or a run goes on
 */
export function staticVersion(payload: Payload, language: Language, digits: number): MimeBundle {
  const translate = translator(language);
  try {
    return drawn(payload, translate, digits);
  } catch {
    return {
      'text/plain': translate('This output has no static version: open it in JupyterLab with stepgrad.')
    };
  }
}

function drawn(payload: Payload, translate: Translate, digits: number): MimeBundle {
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
