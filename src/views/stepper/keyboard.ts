import { Roving } from '../page/roving';
import { StepperModel } from '../state/stepperModel';

/**
 * The stepper's keys, wherever in it the focus is. What is handled goes no further, so that the notebook does
 * not move as well; what is not (Ctrl+S) does.
 */
export function handleKeys(
  root: HTMLElement,
  model: StepperModel,
  sections: () => Roving[],
  lens: (n: number) => boolean,
  before: () => void
): void {
  root.addEventListener('keydown', event => {
    if (event.defaultPrevented) {
      event.stopPropagation();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !isInput(event.target)) {
      undoOrRedo(event, model);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const target = event.target as HTMLElement;
    if (keepsKey(target, event.key)) {
      // Its own key: neither ours nor the notebook's.
      event.stopPropagation();
      return;
    }
    const act = actionOf(event, model, sections()) ?? lensOf(event, lens);
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      before();
      act();
    }
  });
}

/** Keys that are the stepper's alone, as far as it has them. */
const OWN = /^(Arrow(Up|Down|Left|Right)|Home|End|Enter|Escape|F2| |[1-9])$/;

/**
 * Notebook 7 looks for its shortcuts while a key goes down to its target, before any handler of ours: for the
 * stepper's own keys it is told not to. @returns what takes this back
 */
export function keepFromShortcuts(root: HTMLElement, model: StepperModel): () => void {
  const before = (event: KeyboardEvent): void => {
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
  window.addEventListener('keydown', before, { capture: true });
  return () => window.removeEventListener('keydown', before, { capture: true });
}

const isInput = (target: EventTarget | null): boolean => target instanceof HTMLInputElement;

/** Ctrl+Z and Ctrl+Shift+Z are ours while there is something of ours to undo or redo. */
function undoOrRedo(event: KeyboardEvent, model: StepperModel): void {
  if (event.shiftKey ? model.canRedo : model.canUndo) {
    event.preventDefault();
    event.stopPropagation();
    (event.shiftKey ? () => model.redo() : () => model.undo())();
  }
}

/** The keys that a control needs for itself. */
function keepsKey(target: HTMLElement, key: string): boolean {
  switch (target.tagName) {
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

/** 1, 2, … open what one can look closer through. */
const lensOf = (event: KeyboardEvent, lens: (n: number) => boolean): (() => void) | null =>
  /^[1-9]$/.test(event.key) ? () => void lens(Number(event.key) - 1) : null;

function actionOf(event: KeyboardEvent, model: StepperModel, sections: Roving[]): (() => void) | null {
  const step =
    (by: number): (() => void) =>
    () =>
      model.goTo(model.stepIndex + by);
  switch (event.key) {
    case 'ArrowRight':
      return event.shiftKey ? () => model.goToPhase(1) : step(1);
    case 'ArrowLeft':
      return event.shiftKey ? () => model.goToPhase(-1) : step(-1);
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
      const section = sections.find(each => each.has(document.activeElement));
      return section ? () => void section.move(event.key === 'ArrowDown' ? 1 : -1) : null;
    }
    case 'Enter': {
      const term = (event.target as Element).closest<HTMLElement>('[data-term]');
      return term ? () => term.click() : null;
    }
    default:
      return null;
  }
}
