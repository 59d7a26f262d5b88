import type { ViewOptions } from '../../trace';

/** The file formats of an export. */
export type ExportFormat = 'svg' | 'png' | 'latex' | 'markdown';

/** The services of the page around a stepper. A missing service hides its button. */
export interface Host {
  /**
   * Inserts a code cell below the output; without a notebook, copies the code to the clipboard.
   * @param code makes the code from the sources of the code cells, the output's own cell first, and from the
   * output's number among that cell's outputs
   * @returns a sentence that says what happened
   */
  toNotebook?(code: (cells: string[], nth: number) => string): Promise<string>;
  /**
   * Opens the output in a separate tab.
   * @returns a sentence that says why it could not; '' if it could
   */
  openTab?(): string;
  /** Saves the output as a file. */
  save?(format: ExportFormat): void;
}

/** Options of a stepper: the parts to hide, and the page around it. */
export interface StepperOptions {
  hide?: ViewOptions['hide'];
  host?: Host;
}
