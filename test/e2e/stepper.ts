/** A stepper on the page, known by the page's contract alone. */
import { Locator, expect } from '@playwright/test';
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
  /** Whether the whole batch is looked at. */
  batch: boolean;
  sentence: string;
}

const columns = ['before', 'grad', 'step', 'after'] as const;
export const sections = ['toolbar', 'graph', 'derivation', 'timeline', 'table'];
const phases = ['forward', 'loss', 'backward', 'update'];

export class Stepper {
  constructor(
    readonly root: Locator,
    readonly trace: Trace,
    /** How far the page's numbers may be from the trace's, as a part of them. */
    private readonly tolerance = 0
  ) {}

  /** Waits until formulas are there, which load later than the page, and what is read out of them. */
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

  /** Goes with Tab into a section. */
  async enter(section: string): Promise<void> {
    await this.press(...Array<string>(sections.indexOf(section) + 1).fill('Tab'));
    expect(await this.focused()).toBe(section);
  }

  /** The section that has the focus; `root`, or `outside` when it is in none. */
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

  /** The state, and every number on the page, at one moment. */
  private look(): Promise<{ state: State; figures: Figure[] }> {
    return this.root.evaluate((root: HTMLElement) => ({
      state: {
        step: Number(root.dataset.step),
        steps: Number(root.dataset.steps),
        phase: root.dataset.phase!,
        batch: root.querySelector<HTMLSelectElement>('select[name=sample]')!.value === 'batch',
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

  /** Checks the state, and that every number on the page is the trace's. */
  async check(expected?: number): Promise<State> {
    const { state, figures } = await this.look();
    const where = `step ${state.step}`;
    must(expected === undefined || state.step === expected, `${where}, expected ${expected}`);
    must(
      phases.includes(state.phase) && state.sentence !== '',
      `${where}: ${state.phase}: ${state.sentence}`
    );
    // What each sample of a batch goes through alone stands in the derivation as a product of matrices.
    for (const section of ['graph', ...(state.batch ? [] : ['derivation']), 'table']) {
      must(
        figures.some(figure => figure.section === section && figure.ref),
        `${where}: numbers in the ${section}`
      );
    }
    const isUpdated = new Set(figures.filter(({ column }) => column === 'after').map(({ ref }) => ref));
    must(isUpdated.size === 0 || state.phase === 'update', `${where}: nothing is updated before the update`);
    for (const { ref, value, text, column, section } of figures) {
      const place = `${where}, ${section}: ${ref ?? 'derived'} ${column ?? ''} is ${value}, shown as ${text}`;
      must(text === '' || agrees(text, Number(value)), `${place}, which are not the same number`);
      if (ref !== null) {
        const allowed = this.allowed(ref, column, section, isUpdated);
        // A sample's loss is computed here from the loss's formula, and may end in another bit.
        const tolerance = Math.max(this.tolerance, ref.includes('loss@') ? 1e-12 : 0);
        must(allowed.some(near(Number(value), tolerance)), `${place}, in the trace ${allowed.join(' or ')}`);
      }
    }
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

  /** Goes through a long stepper phase by phase, from both ends. @returns the phases, in order */
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

  /** At the end every cell of the last iteration's table is there. */
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
