import type { Block, Phase, Sentence } from '../derivation';

/** What an output says, whatever format it is then written in: HTML, LaTeX, Markdown or plain text. */
export interface Document {
  /** The subject in a word: `2–4–1`. */
  heading: string;
  /** Its circumstances: `BCELoss`, `SGD η = 0.01`, `L = 0.8 → 0.7`. */
  about: string[];
  sentences: string[];
  picture?: Picture;
  sections: Section[];
  table?: Table;
  /** The body in plain text, if a few lines say more than the table. */
  plain?: string[];
}

/** An SVG and its description for screen readers. */
export interface Picture {
  svg: string;
  description: string;
}

/** One step of a derivation: its question, the lines that answer it, and remarks. */
export interface Section {
  phase: Phase;
  /** Which step it is: `Step 3 of 16`. */
  title?: string;
  question: Sentence;
  blocks: Block[];
  remarks: Sentence[];
  /** How many operations are left out. */
  more: number;
}

export interface Table {
  head: string[];
  rows: Cell[][];
  /** How many rows are left out. */
  more: number;
}

/** A cell's text; for a number, also its full precision and its address. */
export interface Cell {
  text: string;
  value?: number;
  ref?: string;
  colour?: string;
}

/** At most this many rows of a table are kept. */
export const MAX_ROWS = 40;
