/** A stepper on the page, driven and read through the page's contract alone. */
import { Locator, expect } from '@playwright/test';
import { checkPlaces, readPlaces } from './places';
import { Trace, agrees, cellAt, must, parse, valueAt } from './trace';

/** A number on the page. */
interface Figure {
  ref: string | null;
  value: string;
  text: string;
  column: string | null;
  section: string;
}

interface State {
  step: number;
  steps: number;
  phase: string;
  /** Whether the whole batch is shown. */
  batch: boolean;
  /** The sample that is shown, from 0; NaN for the whole batch. */
  sample: number;
  sentence: string;
}

const columns = ['before', 'grad', 'step', 'after'] as const;
export const sections = ['toolbar', 'graph', 'derivation', 'timeline', 'table'];
const phases = ['forward', 'loss', 'backward', 'update', 'after'];

export class Stepper {
  constructor(
    readonly root: Locator,
    readonly trace: Trace,
    /** The largest relative difference between the page's numbers and the trace's. */
    private readonly tolerance = 0
  ) {}

  /** Waits until the formulas, which load after the page, and their spoken texts are there. */
  async ready(): Promise<this> {
    const formulas = this.root.locator('[data-section=derivation] .katex');
    await expect(formulas.first()).toBeAttached();
    await expect(formulas.locator(':scope:not(:has(math))')).toHaveCount(0);
    return this;
  }

  async press(...keys: string[]): Promise<void> {
    await this.root.focus();
    for (const key of keys) {
      await this.root.page().keyboard.press(key);
    }
  }

  /** Moves the focus into a section with Tab. */
  async enter(section: string): Promise<void> {
    await this.press(...Array<string>(sections.indexOf(section) + 1).fill('Tab'));
    expect(await this.focused()).toBe(section);
  }

  /** The section that has the focus; `root`, `none` for an element without a section, or `outside`. */
  focused(): Promise<string> {
    return this.root.evaluate(root => {
      const active = document.activeElement;
      const section = active?.closest('[data-section]')?.getAttribute('data-section');
      return active === root ? 'root' : root.contains(active) ? (section ?? 'none') : 'outside';
    });
  }

  async state(): Promise<State> {
    return (await this.look()).state;
  }

  async figures(): Promise<Figure[]> {
    return (await this.look()).figures;
  }

  /** Reads the state and every number on the page at one moment. */
  private look(): Promise<{ state: State; figures: Figure[] }> {
    return this.root.evaluate((root: HTMLElement) => ({
      state: {
        step: Number(root.dataset.step),
        steps: Number(root.dataset.steps),
        phase: root.dataset.phase!,
        batch: root.querySelector<HTMLSelectElement>('select[name=sample]')!.value === 'batch',
        sample: Number(root.querySelector<HTMLSelectElement>('select[name=sample]')!.value),
        sentence: root.querySelector('[aria-live=polite]')!.textContent!.replace(/\s+/g, ' ').trim()
      },
      figures: Array.from(root.querySelectorAll('[data-value]'), element => ({
        ref: element.getAttribute('data-ref'),
        value: element.getAttribute('data-value')!,
        text: element.textContent!,
        column: element.getAttribute('data-column'),
        section: element.closest('[data-section]')?.getAttribute('data-section') ?? ''
      }))
    }));
  }

  async choose(select: 'granularity' | 'sample', value: string | number): Promise<void> {
    await this.root.locator(`select[name=${select}]`).selectOption(String(value));
  }

  /** Checks the state, and that every number on the page is the trace's and stands at its place. */
  async check(expected?: number): Promise<State> {
    const [{ state, figures }, places] = await Promise.all([this.look(), this.root.evaluate(readPlaces)]);
    const where = `step ${state.step}`;
    must(expected === undefined || state.step === expected, `${where}, expected ${expected}`);
    must(
      phases.includes(state.phase) && state.sentence !== '',
      `${where}: ${state.phase}: ${state.sentence}`
    );
    // For the whole batch the derivation shows products of matrices, whose numbers have no addresses.
    for (const section of ['graph', ...(state.batch ? [] : ['derivation']), 'table']) {
      must(
        figures.some(figure => figure.section === section && figure.ref),
        `${where}: numbers in the ${section}`
      );
    }
    const isUpdated = new Set(figures.filter(({ column }) => column === 'after').map(({ ref }) => ref));
    must(
      isUpdated.size === 0 || ['update', 'after'].includes(state.phase),
      `${where}: nothing is updated before the update`
    );
    must(
      state.phase === 'after' || !figures.some(({ ref }) => ref?.includes('after/')),
      `${where}: nothing is computed again before the update`
    );
    for (const { ref, value, text, column, section } of figures) {
      const place = `${where}, ${section}: ${ref ?? 'derived'} ${column ?? ''} is ${value}, shown as ${text}`;
      must(text === '' || agrees(text, Number(value)), `${place}, which are not the same number`);
      if (ref !== null) {
        const allowed = this.allowed(ref, column, section, isUpdated);
        // These tests compute a sample's loss from its formula: the last bit may differ.
        const tolerance = Math.max(this.tolerance, ref.includes('loss@') ? 1e-12 : 0);
        must(allowed.some(near(Number(value), tolerance)), `${place}, in the trace ${allowed.join(' or ')}`);
      }
    }
    checkPlaces(this.trace, places, state.batch ? null : state.sample, where);
    return state;
  }

  /** The numbers that an element with this address may show. */
  private allowed(
    ref: string,
    column: string | null,
    section: string,
    isUpdated: Set<string | null>
  ): number[] {
    if (column) {
      return [cellAt(this.trace, ref, column as (typeof columns)[number])];
    }
    const { name, grad } = parse(ref);
    const isParameter = !grad && /\.(weight|bias)$/.test(name);
    const before = valueAt(this.trace, ref);
    if (!isParameter || !isUpdated.has(ref)) {
      // Elsewhere a weight shows its value before the update until its update step.
      return [before];
    }
    const after = cellAt(this.trace, ref, 'after');
    // A formula that computes the new weight from the old one shows both.
    return section === 'graph' ? [after] : [before, after];
  }

  /** Steps to the end with → alone, checking every step. @returns the phases, in order */
  async walk(): Promise<string[]> {
    await this.press('Home');
    let { sentence, phase, steps } = await this.check(0);
    const seen = [phase];
    for (let step = 1; step < steps; step++) {
      await this.press('ArrowRight');
      const state = await this.check(step);
      must(state.sentence !== sentence, `step ${step} has its own sentence, not again ${sentence}`);
      ({ sentence, phase, steps } = state);
      seen.push(phase);
    }
    await this.checkWholeTable();
    return seen;
  }

  /** Checks the first step, then goes back from the last step phase by phase. @returns the phases, in order */
  async stride(): Promise<string[]> {
    await this.press('Home');
    const { steps } = await this.check(0);
    await this.press('End');
    const last = await this.check(steps - 1);
    await this.checkWholeTable();
    const seen = [last.phase];
    for (let at = last.step; at > 0;) {
      await this.press('Shift+ArrowLeft');
      const state = await this.check();
      must(state.step < at, `Shift+← goes back from step ${at}, not to ${state.step}`);
      at = state.step;
      seen.unshift(state.phase);
    }
    return seen;
  }

  /** Checks that the table of the last iteration has all its cells. */
  async checkWholeTable(): Promise<void> {
    const cells = (await this.figures()).filter(({ column }) => column);
    const { iterations } = this.trace;
    const last = iterations[iterations.length - 1];
    const updated = last.update.length > 0;
    const count = last.params.reduce((sum, { value }) => sum + value.shape.reduce((a, b) => a * b), 0);
    for (const column of columns) {
      const there = cells.filter(cell => cell.column === column);
      const expected = updated || column === 'before' || column === 'grad' ? count : 0;
      expect(new Set(there.map(({ ref }) => ref)).size, `cells ${column}`).toBe(expected);
    }
  }
}

const near =
  (shown: number, tolerance: number) =>
  (value: number): boolean =>
    shown === value ||
    (Number.isNaN(shown) && Number.isNaN(value)) ||
    Math.abs(shown - value) <= tolerance * Math.max(Math.abs(value), 1e-6);
