import { NARROW } from '../../derivation/graphLayout';

/** What a stepper has to fit into, and what its parts take, in px of its own layout. */
export interface Room {
  width: number;
  /** Height of the window that the stepper scrolls in. */
  height: number;
  /** Height of everything above the graph. */
  above: number;
  /** Height of the bar that stays at the window's upper edge. */
  bar: number;
  /** Height of the graph's picture, before it is scaled. */
  picture: number;
  /** Height of the graph's legend, before it is scaled. */
  legend: number;
  /** Whether graph and derivation are shown, so that they share the width. */
  both: boolean;
  lenses: boolean;
}

/** Widths, in px of a part's own layout, and scales. */
export interface StepperLayout {
  /** Whether graph and derivation are stacked. */
  narrow: boolean;
  /** The scale of question and derivation. */
  text: number;
  /** The scale of the graph. */
  picture: number;
  graph: number;
  derivation: number;
  /** Height of a derivation that is not beside a graph, in px of the stepper. */
  derivationHeight: number;
  table: number;
  lenses: number;
}

/** The least scale of a graph: below it, its numbers can't be read. */
const LEAST = 0.72;
/** The width from which on graph and derivation grow, in px, and the largest scale. */
const ROOMY = { from: 1240, most: 1.45 };
/** The space around the picture in its box, in px. */
const AROUND = 10;
/** The least and the largest height of a derivation that is not beside a graph, in px. */
const ALONE = { least: 200, most: 380 };

/**
 * Lays a stepper out so that its question, graph and, in a wide page, derivation are in the window together: the
 * graph shrinks if the window is low, and both grow if the page is wide.
 */
export function layoutStepper({
  width,
  height,
  above,
  bar,
  picture,
  legend,
  both,
  lenses
}: Room): StepperLayout {
  const narrow = width < NARROW;
  const text = narrow ? 1 : Math.max(1, Math.min(ROOMY.most, width / ROOMY.from));
  // A legend grows with its graph, but does not shrink.
  const fitting = (height - above - AROUND - legend * text) / picture;
  const scale = rounded(Math.max(LEAST, Math.min(text, fitting)));
  const beside = both && !narrow;
  const closer = Math.max(width * 0.46, Math.min(440, width - 456));
  return {
    narrow,
    text: rounded(text),
    picture: scale,
    graph: Math.round((beside ? width * 0.54 : width - 24) / scale),
    derivation: Math.round((beside ? width * 0.44 : width) / text) - 32,
    derivationHeight: Math.round(Math.max(ALONE.least, Math.min(ALONE.most, height - bar - AROUND))),
    table: Math.round(narrow || !lenses ? width : width - closer),
    lenses: Math.round(narrow ? width - 24 : closer)
  };
}

/** Steps of 2 %: a window that is resized does not redraw the graph for every px. */
const rounded = (scale: number): number => Math.floor(scale * 50 + 1e-6) / 50;
