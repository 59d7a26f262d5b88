import { architecture } from '../derivation';
import { ExportFormat, StepperModel, Translate, pngOf, standalone, svgText, exportSteps } from '../views';

const kinds = {
  svg: { extension: 'svg', type: 'image/svg+xml' },
  png: { extension: 'png', type: 'image/png' },
  latex: { extension: 'tex', type: 'application/x-latex' },
  markdown: { extension: 'md', type: 'text/markdown' }
};

/** Downloads what a view shows now as a file. Does nothing if the view lacks the format. */
export async function save(
  root: HTMLElement,
  model: StepperModel | undefined,
  translate: Translate,
  format: ExportFormat,
  steps: 'this' | 'all' = 'this'
): Promise<void> {
  const { extension, type } = kinds[format];
  const step = model && steps === 'this' ? `-step-${model.stepIndex + 1}` : '';
  const name = `stepgrad${model ? `-${architecture(model.network).replace(/–/g, '-')}` : ''}${step}.${extension}`;
  const blob = await content(root, model, translate, format, steps);
  if (blob) {
    download(blob instanceof Blob ? blob : new Blob([blob], { type }), name);
  }
}

async function content(
  root: HTMLElement,
  model: StepperModel | undefined,
  translate: Translate,
  format: ExportFormat,
  steps: 'this' | 'all'
): Promise<Blob | string | null> {
  if (format === 'latex' || format === 'markdown') {
    return model ? exportSteps(model, translate, format, steps) : null;
  }
  const svg = root.querySelector<SVGSVGElement>('.sg-graph-svg, svg[viewBox]');
  if (!svg) {
    return null;
  }
  const question = root.querySelector('.sg-question')?.textContent ?? '';
  const title = `${root.querySelector('.sg-architecture')?.textContent ?? ''} ${question}`
    .replace(/\s+/g, ' ')
    .trim();
  const picture = standalone(svg, title);
  return format === 'svg' ? svgText(picture) : pngOf(picture);
}

/** Makes the browser download a file. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
