import { ISignal, Signal } from '@lumino/signaling';
import { DIGITS } from '../../derivation';
import { Columns, ColumnName, Sort, addressOf, orderOf, rowOf } from './columns';
import { InspectorEntry, Seen, entriesOf } from './entries';
import { entryColumns } from './entryColumns';
import { sameShapes } from './weights';
import { HistoryPoint, historyOf } from './weightHistory';

/** How many weights' histories are on one chart. */
export const MAX_PINNED = 4;

/** The state of the inspector: the outputs of a notebook, and what of them is looked at. */
export class InspectorModel {
  /** The notebook's name; '' when there is none. */
  notebook = '';
  entries: InspectorEntry[] = [];
  /** Significant digits of the numbers. */
  digits = DIGITS;
  /** Two notebooks may have one name. */
  private path = '';
  /** Whether the weights are shown as a table or as pictures of their matrices. */
  private shown: 'table' | 'heatmap' = 'table';
  private chosenId = '';
  private comparedId = '';
  private iterationIndex: number | null = null;
  private selectedAddress = '';
  private pins: string[] = [];
  private sorting: Sort | null = null;
  private searched = '';
  private table: Columns | null = null;
  private ordered: Uint32Array | null = null;
  /** Histories of these entries. */
  private readonly known = new Map<string, HistoryPoint[]>();
  private readonly changedSignal = new Signal<this, void>(this);
  private readonly openedSignal = new Signal<this, void>(this);
  private readonly revealedSignal = new Signal<this, void>(this);

  /** After every change. */
  get changed(): ISignal<this, void> {
    return this.changedSignal;
  }

  /** When the reader chose a weight here: the stepper of its cell should light it up. */
  get opened(): ISignal<this, void> {
    return this.openedSignal;
  }

  /** When the reader asks for what the chosen cell shows of the chosen weight. */
  get revealed(): ISignal<this, void> {
    return this.revealedSignal;
  }

  /** Shows the chosen weight in its cell. */
  reveal(): void {
    this.revealedSignal.emit();
  }

  /**
   * Takes the outputs of a notebook, as they are now. What is looked at stays, where it is still there.
   * @param path of the notebook; '' for none
   */
  read(path: string, seen: readonly Seen[]): void {
    if (path !== this.path) {
      this.chosenId = this.comparedId = this.selectedAddress = this.searched = '';
      this.pins = [];
    }
    this.path = path;
    this.notebook = path.split('/').pop()!;
    const before = this.entries.map(({ id }) => id);
    this.entries = entriesOf(seen);
    this.known.clear();
    // Who looks at the last cell, and not closer, goes on to what is new below it.
    const last = this.entries[this.entries.length - 1]?.id ?? '';
    const closer = this.iterationIndex !== null || this.comparedId !== '';
    const goesOn = !closer && before[before.length - 1] === this.chosenId && !before.includes(last);
    if (!this.chosen || goesOn) {
      this.chosenId = this.entries[this.entries.length - 1]?.id ?? '';
      this.iterationIndex = null;
    }
    this.update();
  }

  get chosen(): InspectorEntry | null {
    return this.entries.find(({ id }) => id === this.chosenId) ?? null;
  }

  choose(id: string): void {
    this.chosenId = id;
    this.iterationIndex = null;
    if (this.comparedId === id) {
      this.comparedId = '';
    }
    this.update();
  }

  /** The entry that the chosen one is compared with; null when it is looked at alone. */
  get compared(): InspectorEntry | null {
    return this.comparable.find(({ id }) => id === this.comparedId) ?? null;
  }

  compare(id: string): void {
    this.comparedId = id;
    this.update();
  }

  /** The entries whose weights have the shapes of the chosen one's. */
  get comparable(): InspectorEntry[] {
    const { chosen, entries } = this;
    const after = chosen?.after;
    return after
      ? entries.filter(each => each !== chosen && each.after && sameShapes(each.after, after))
      : [];
  }

  /** How many iterations the chosen trace has; 0 for what is no trace. */
  get iterations(): number {
    const payload = this.chosen?.payload;
    return payload?.kind === 'trace' ? payload.iterations.length : 0;
  }

  /** The iteration that is looked at alone; null for all together. */
  get iteration(): number | null {
    return this.iterationIndex;
  }

  set iteration(iteration: number | null) {
    this.iterationIndex = iteration;
    this.update();
  }

  get mode(): 'table' | 'heatmap' {
    return this.shown;
  }

  set mode(mode: 'table' | 'heatmap') {
    this.shown = mode;
    this.changedSignal.emit();
  }

  /** The address of the weight that is looked at; '' for none. */
  get selected(): string {
    return this.selectedAddress;
  }

  /** Looks at a weight; @param open whether the stepper of the cell is to follow */
  select(address: string, open = true): void {
    if (address !== this.selectedAddress) {
      this.selectedAddress = address;
      this.changedSignal.emit();
    }
    if (open && address !== '') {
      this.openedSignal.emit();
    }
  }

  /** Weights whose histories stay on the chart, beside that of the selected one. */
  get pinned(): readonly string[] {
    return this.pins;
  }

  pin(address: string): void {
    this.pins = this.pins.includes(address)
      ? this.pins.filter(each => each !== address)
      : [...this.pins, address].slice(-MAX_PINNED);
    this.changedSignal.emit();
  }

  get sort(): Sort | null {
    return this.sorting;
  }

  /** Sorts by a column, the largest first; again, the smallest first; and again, as the model has them. */
  sortBy(column: ColumnName): void {
    const { sorting } = this;
    this.sorting =
      sorting?.column !== column
        ? { column, direction: -1 }
        : sorting.direction < 0
          ? { column, direction: 1 }
          : null;
    this.ordered = null;
    this.changedSignal.emit();
  }

  get search(): string {
    return this.searched;
  }

  set search(search: string) {
    this.searched = search;
    this.ordered = null;
    this.changedSignal.emit();
  }

  /** The numbers of the chosen cell, or of the comparison: `before` is then the other cell's. Null for none. */
  get columns(): Columns | null {
    this.table ??= this.chosen && entryColumns(this.chosen, this.compared, this.iterationIndex);
    return this.table;
  }

  /** The rows of the table, sorted, those that are searched for. */
  get order(): Uint32Array {
    this.ordered ??= this.columns ? orderOf(this.columns, this.sorting, this.searched) : new Uint32Array();
    return this.ordered;
  }

  /** The row of the weight that is looked at; −1 for none. */
  get selectedRow(): number {
    return this.columns && this.selectedAddress ? rowOf(this.columns, this.selectedAddress) : -1;
  }

  /** Selects a row of the table, or of a heatmap. */
  selectRow(row: number): void {
    if (this.columns && row >= 0 && row < this.columns.length) {
      this.select(addressOf(this.columns, row));
    }
  }

  /** The histories of the pinned weights and of the selected one, for the chosen entry's model. */
  get histories(): { address: string; points: HistoryPoint[] }[] {
    const { chosen, pins, selectedAddress } = this;
    const addresses = [...new Set([...pins, selectedAddress])].filter(Boolean);
    return chosen ? addresses.map(address => ({ address, points: this.history(chosen, address) })) : [];
  }

  private history(of: InspectorEntry, address: string): HistoryPoint[] {
    const key = `${of.kernel} ${of.modelId}/${address}`;
    const points = this.known.get(key) ?? historyOf(this.entries, of, address);
    this.known.set(key, points);
    return points;
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private update(): void {
    this.table = null;
    this.ordered = null;
    if (this.iterationIndex !== null && this.iterationIndex >= this.iterations) {
      this.iterationIndex = null;
    }
    this.changedSignal.emit();
  }
}
