import type { Line, Phase } from '../derivation';

/** What an output says, whatever it is then written in: HTML, LaTeX or plain text. */
export interface Document {
  /** What it is, in a word: `2–4–1`. */
  heading: string;
  /** And with what: `BCELoss`, `SGD η = 0.01`, `L = 0.8 → 0.7`. */
  about: string[];
  sentences: string[];
  picture?: Picture;
  sections: Section[];
  table?: Table;
  /** The body in plain text, where a few lines say more than the table. */
  plain?: string[];
}

/** An SVG, and what it shows, for those who can't see it. */
export interface Picture {
  svg: string;
  description: string;
}

/** One step of a derivation: its question, and the first of the lines that answer. */
export interface Section {
  phase: Phase;
  question: string;
  lines: Line[];
  /** How many operations are left out. */
  more: number;
}

export interface Table {
  head: string[];
  rows: Cell[][];
  /** How many rows are left out. */
  more: number;
}

/** A cell's text; for a number, also all of its digits, and its address. */
export interface Cell {
  text: string;
  value?: number;
  ref?: string;
  colour?: string;
}

/** More rows than this are left out. */
export const MAX_ROWS = 40;
