import { Translate } from '../../derivation';
import type { Payload } from '../../trace';
import type { MimeBundle } from '../publish';
import { checkDocument } from './checkDocument';
import type { Document } from './document';
import { historyDocument } from './historyDocument';
import { toHtml } from './html';
import { Language, translator } from './language';
import { toLatex } from './latex';
import { modelDocument } from './modelDocument';
import { toPlain } from './plain';
import { traceDocument } from './traceDocument';

export { languageOf } from './language';
export type { Language } from './language';

/**
 * What an output says where stepgrad is not installed, in every form that a front end may take. One takes one
 * form alone, so each says all that it can: HTML for GitHub, nbviewer, VS Code and pages of nbconvert, LaTeX for
 * its PDFs, SVG and plain text for the rest.
 */
export function staticVersion(payload: Payload, language: Language): MimeBundle {
  const translate = translator(language);
  const document = documentOf(payload, translate);
  return {
    'text/html': toHtml(document, translate),
    ...(document.picture ? { 'image/svg+xml': document.picture.svg } : {}),
    'text/latex': toLatex(document, translate),
    'text/plain': toPlain(document, translate)
  };
}

function documentOf(payload: Payload, translate: Translate): Document {
  switch (payload.kind) {
    case 'trace':
      return traceDocument(payload, translate);
    case 'model':
      return modelDocument(payload, translate);
    case 'check':
      return checkDocument(payload, translate);
    case 'history':
      return historyDocument(payload, translate);
  }
}
