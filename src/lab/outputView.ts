import { undrawable } from '../derivation';
import { historyText, readPayload } from '../trace';
import { ModelView, Place, Stepper, StepperModel, checkView, errorView } from '../views';
import { translation } from './language';
import type { Preferences } from './renderer';

/** An output on the page. */
export interface OutputView {
  root: HTMLElement;
  dispose?(): void;
}

/** Where readers were in the outputs that they stepped through, by content: kept while Lab is open. */
const places = new Map<string, Place>();
const MAX_PLACES = 200;

/**
 * Draws whatever came under the MIME type. Nothing of it is trusted: it is validated first, and what can't
 * be drawn becomes one sentence.
 * @param content the data as text, by which its reader's place is found again
 */
export function drawOutput(data: unknown, content: string, preferences: Preferences): OutputView {
  const read = readPayload(data);
  if ('error' in read) {
    return { root: errorView(read.error) };
  }
  const { payload } = read;
  const translate = translation(preferences.language, preferences.translator);
  switch (payload.kind) {
    case 'check':
      return { root: checkView(payload, translate) };
    case 'history':
      return { root: textView(historyText(payload)) };
    case 'model':
      return new ModelView(payload, translate);
    case 'trace': {
      const missing = undrawable(payload);
      if (missing !== null) {
        return { root: errorView(missing) };
      }
      const model = new StepperModel(
        payload,
        places.get(content) ?? { granularity: preferences.granularity }
      );
      model.changed.connect(() => keep(content, model.kept));
      return new Stepper(model, translate);
    }
  }
}

/** A training run, as text. */
function textView(text: string): HTMLElement {
  const root = document.createElement('pre');
  root.className = 'sg-root';
  root.dataset.stepgrad = 'training';
  root.textContent = text;
  return root;
}

function keep(content: string, place: Place): void {
  places.delete(content);
  places.set(content, place);
  if (places.size > MAX_PLACES) {
    places.delete(places.keys().next().value!);
  }
}
