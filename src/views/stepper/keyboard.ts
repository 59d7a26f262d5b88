import type { Roving } from '../page/roving';
import type { StepperModel } from '../state/stepperModel';

/** What the stepper's keys act on, beside its model. */
export interface KeyTargets {
  /** The sections in which ↑ and ↓ move. */
  sections(): Roving[];
  /** Opens the n-th lens, from 0. */
  openLens(n: number): void;
  /** Called before a key takes effect. */
  pressed(): void;
}

/**
 * Handles the stepper's keys for its root and everything in it. A handled key stops here, so that the notebook
 * does not react too; an unhandled one, such as Ctrl+S, reaches it.
 */
export function handleKeys(root: HTMLElement, model: StepperModel, targets: KeyTargets): void {
  root.addEventListener('keydown', event => {
    const held = event.ctrlKey || event.metaKey;
    if (event.defaultPrevented) {
      // A view in the stepper has handled it.
      event.stopPropagation();
    } else if (held && event.key.toLowerCase() === 'z' && !(event.target instanceof HTMLInputElement)) {
      undoOrRedo(event, model);
    } else if (!held && !event.altKey) {
      if (keepsKey(event.target as Element, event.key)) {
        event.stopPropagation();
        return;
      }
      const act = actionOf(event, model, targets);
      if (act) {
        event.preventDefault();
        event.stopPropagation();
        targets.pressed();
        act();
      }
    }
  });
}

/** The keys that belong to the stepper. */
const OWN = /^(Arrow(Up|Down|Left|Right)|Home|End|Enter|Escape|F2| |[1-9])$/;

/**
 * Keeps the stepper's keys from the shortcuts of Notebook 7, which looks for them in the capture phase, before
 * any handler in the stepper: an attribute tells it to skip a key.
 * @returns a function that stops listening
 */
export function keepFromShortcuts(root: HTMLElement, model: StepperModel): () => void {
  const suppress = (event: KeyboardEvent): void => {
    if (!root.contains(event.target as Node)) {
      return;
    }
    const held = event.ctrlKey || event.metaKey || event.altKey;
    const undoes = event.key.toLowerCase() === 'z' && !event.altKey && (model.canUndo || model.canRedo);
    const types = (event.target as Element).matches('input, select, textarea');
    if (held ? undoes : types || OWN.test(event.key)) {
      root.setAttribute('data-lm-suppress-shortcuts', 'true');
      setTimeout(() => root.removeAttribute('data-lm-suppress-shortcuts'));
    }
  };
  window.addEventListener('keydown', suppress, { capture: true });
  return () => window.removeEventListener('keydown', suppress, { capture: true });
}

/** Ctrl+Z undoes an edit and Ctrl+Shift+Z redoes it; with nothing to undo or redo, the notebook gets the key. */
function undoOrRedo(event: KeyboardEvent, model: StepperModel): void {
  const redoes = event.shiftKey;
  if (redoes ? model.canRedo : model.canUndo) {
    event.preventDefault();
    event.stopPropagation();
    if (redoes) {
      model.redo();
    } else {
      model.undo();
    }
  }
}

/** Whether a control needs a key for itself. */
function keepsKey({ tagName }: Element, key: string): boolean {
  switch (tagName) {
    case 'SELECT':
      return key !== 'Tab' && key !== 'Escape';
    case 'INPUT':
    case 'TEXTAREA':
      return key !== 'Tab';
    case 'BUTTON':
    case 'SUMMARY':
      return key === ' ' || key === 'Enter';
    default:
      return false;
  }
}

/** What a key does; null for a key without an effect here. */
function actionOf(event: KeyboardEvent, model: StepperModel, targets: KeyTargets): (() => void) | null {
  const { key, shiftKey } = event;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowLeft': {
      const by = key === 'ArrowRight' ? 1 : -1;
      return () => (shiftKey ? model.goToPhase(by) : model.goTo(model.stepIndex + by));
    }
    case 'Home':
      return () => model.goTo(0);
    case 'End':
      return () => model.goTo(model.steps - 1);
    case ' ':
      return () => (model.playing ? model.pause() : model.play());
    case 'Escape':
      return model.focus ? () => (model.focus = null) : null;
    case 'ArrowDown':
    case 'ArrowUp': {
      const section = targets.sections().find(each => each.has(document.activeElement));
      return section ? () => void section.move(key === 'ArrowDown' ? 1 : -1) : null;
    }
    case 'Enter': {
      const term = (event.target as Element).closest<HTMLElement>('[data-term]');
      return term ? () => term.click() : null;
    }
    default:
      return /^[1-9]$/.test(key) ? () => targets.openLens(Number(key) - 1) : null;
  }
}
