import type { ViewOptions } from '../../trace';

/** What an output can be written out as. */
export type ExportFormat = 'svg' | 'png' | 'latex' | 'markdown';

/** What the page around a stepper can do for it. Where it can't, the button for it is not there. */
export interface Host {
  /**
   * Puts a code cell below the output's; where there is no notebook, its code on the clipboard.
   * @param code makes the code from what the code cells say, the output's own first, and from which of the cell's
   * outputs it is
   * @returns a sentence that says what came of it
   */
  toNotebook?(code: (cells: string[], nth: number) => string): Promise<string>;
  /**
   * Opens the output in a tab of its own.
   * @returns a sentence that says why not; '' when it did
   */
  openTab?(): string;
  /** Lets the reader keep a file of it. */
  save?(format: ExportFormat): void;
}

/** How a stepper is shown, beside its place: what is left out, and what is around it. */
export interface StepperOptions {
  hide?: ViewOptions['hide'];
  host?: Host;
}
