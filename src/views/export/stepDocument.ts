import { Derivation, Translate, architecture } from '../../derivation';
import type { Document, Section } from '../../document/document';
import { toLatexFile } from '../../document/latexFile';
import { toMarkdown } from '../../document/markdown';
import { tableOfParameters } from '../../document/tableOfParameters';
import type { StepperModel } from '../state/stepperModel';

/** At most this many parameters are listed in an exported file. */
const MAX_ROWS = 200;
/** And at most this many steps. */
const MAX_STEPS = 200;

/** The text formats that a derivation can be exported in. */
export type TextFormat = 'latex' | 'markdown';

/** The derivation of the current step, or of all of them, as the text of a file. */
export function exportSteps(
  model: StepperModel,
  translate: Translate,
  format: TextFormat,
  steps: 'this' | 'all' = 'this'
): string {
  const document = stepDocument(model, translate, steps);
  return format === 'latex'
    ? toLatexFile(document, translate, model.digits)
    : toMarkdown(document, translate, model.digits);
}

/** A document of the network, each step's question, lines and remarks, and the parameters of the step's iteration. */
function stepDocument(model: StepperModel, translate: Translate, steps: 'this' | 'all'): Document {
  const { loss, optimizer } = model.trace;
  const indices =
    steps === 'this'
      ? [model.stepIndex]
      : Array.from({ length: Math.min(MAX_STEPS, model.steps) }, (_, i) => i);
  const omitted = steps === 'all' ? model.steps - indices.length : 0;
  return {
    heading: architecture(model.network),
    about: [
      loss.type,
      ...(optimizer ? [optimizer.type] : []),
      ...(model.reader.samples > 1
        ? [`${translate('sample')} ${model.sample + 1} / ${model.reader.samples}`]
        : [])
    ],
    sentences: omitted > 0 ? [translate('The other %1 steps are left out.', omitted)] : [],
    sections: indices.map(i =>
      sectionOf(model.derivationOf(i), translate('Step %1 of %2', i + 1, model.steps))
    ),
    table: tableOfParameters(model.reader, translate, model.digits, model.step.iteration, MAX_ROWS)
  };
}

const sectionOf = (derivation: Derivation, title: string): Section => ({
  phase: derivation.phase,
  title,
  question: derivation.question,
  blocks: derivation.blocks,
  remarks: derivation.remarks,
  more: derivation.omitted
});
