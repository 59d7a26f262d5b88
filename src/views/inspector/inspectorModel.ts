import { ISignal, Signal } from '@lumino/signaling';
import { DIGITS } from '../../derivation';
import { Columns, ColumnName, Sort, addressOf, orderOf, rowOf } from './columns';
import { InspectorEntry, Seen, entriesOf } from './entries';
import { entryColumns } from './entryColumns';
import { sameShapes } from './weights';
import { HistoryPoint, historyOf } from './weightHistory';

/** Weights pinned to the chart, at most. */
export const MAX_PINNED = 4;

/** The state of the inspector: the outputs of a notebook, and the reader's choices. */
export class InspectorModel {
  /** The notebook's name; '' if there is none. */
  notebook = '';
  entries: InspectorEntry[] = [];
  /** Significant digits of the numbers. */
  digits = DIGITS;
  /** Two notebooks may have the same name, but not the same path. */
  private path = '';
  /** Whether the weights are shown as a table or as heatmaps. */
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
  /** Histories cached for the current entries. */
  private readonly known = new Map<string, HistoryPoint[]>();
  private readonly changedSignal = new Signal<this, void>(this);
  private readonly openedSignal = new Signal<this, void>(this);
  private readonly revealedSignal = new Signal<this, void>(this);

  /** Emitted after every change. */
  get changed(): ISignal<this, void> {
    return this.changedSignal;
  }

  /** Emitted when the reader selects a weight: the stepper of its cell should mark it. */
  get opened(): ISignal<this, void> {
    return this.openedSignal;
  }

  /** Emitted when the reader asks to see the selected weight in its cell. */
  get revealed(): ISignal<this, void> {
    return this.revealedSignal;
  }

  /** Shows the selected weight in its cell. */
  reveal(): void {
    this.revealedSignal.emit();
  }

  /**
   * Takes the current outputs of a notebook. Choices are kept while their outputs exist.
   * @param path the notebook's path; '' for none
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
    // A reader at the last cell follows to a new last cell, unless they compare or look at one iteration.
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

  /** The entry that the chosen one is compared with; null for none. */
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

  /** The number of iterations of the chosen trace; 0 if the entry is no trace. */
  get iterations(): number {
    const payload = this.chosen?.payload;
    return payload?.kind === 'trace' ? payload.iterations.length : 0;
  }

  /** The chosen iteration; null for all together. */
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

  /** The address of the selected weight; '' for none. */
  get selected(): string {
    return this.selectedAddress;
  }

  /**
   * Selects a weight.
   * @param open whether the stepper of the cell follows
   */
  select(address: string, open = true): void {
    if (address !== this.selectedAddress) {
      this.selectedAddress = address;
      this.changedSignal.emit();
    }
    if (open && address !== '') {
      this.openedSignal.emit();
    }
  }

  /** Weights whose histories stay on the chart beside the selected weight's. */
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

  /** Cycles a column through descending, ascending and the order of the model. */
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

  /** The table of the chosen cell; when comparing, `before` is the other cell's. Null if there is none. */
  get columns(): Columns | null {
    this.table ??= this.chosen && entryColumns(this.chosen, this.compared, this.iterationIndex);
    return this.table;
  }

  /** The found rows of the table, sorted. */
  get order(): Uint32Array {
    this.ordered ??= this.columns ? orderOf(this.columns, this.sorting, this.searched) : new Uint32Array();
    return this.ordered;
  }

  /** The row of the selected weight; −1 for none. */
  get selectedRow(): number {
    return this.columns && this.selectedAddress ? rowOf(this.columns, this.selectedAddress) : -1;
  }

  /** Selects the weight of a row. */
  selectRow(row: number): void {
    if (this.columns && row >= 0 && row < this.columns.length) {
      this.select(addressOf(this.columns, row));
    }
  }

  /** The histories of the pinned weights and the selected one, in the chosen entry's model. */
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
