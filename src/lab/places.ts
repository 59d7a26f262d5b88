import type { StepperPlace, TrainingPlace } from '../views';
import type { OutputPlace } from './notebooks';

/** What a reader of an output has chosen and edited. */
export interface Reading {
  stepper?: StepperPlace;
  training?: TrainingPlace;
}

/** Outputs whose readings are kept. */
const MAX_KEPT = 200;

/**
 * The readings of outputs, kept while Lab is open. An output is the one with the same content at the same place: a
 * cell that sends the same again keeps its reading; a copy of a cell or of a notebook starts without edits.
 */
export class Places {
  private kept = new Map<string, { place: OutputPlace; content: string; reading: Reading }>();

  /** @param content the output's payload as text */
  of(place: OutputPlace, content: string): Reading {
    const found = this.kept.get(keyOf(place));
    return found && isSame(found.content, content) ? found.reading : {};
  }

  /** Keeps a reading as the newest, and drops the oldest beyond the limit. */
  keep(place: OutputPlace, content: string, reading: Reading): void {
    const key = keyOf(place);
    const { path, cell, output } = place;
    this.kept.delete(key);
    this.kept.set(key, { place: { path, cell, output }, content, reading });
    if (this.kept.size > MAX_KEPT) {
      this.kept.delete(this.kept.keys().next().value!);
    }
  }

  /** Follows a notebook or a folder that was renamed. */
  rename(from: string, to: string): void {
    this.forget(to);
    this.kept = new Map(
      Array.from(this.kept.values(), entry => {
        const { place } = entry;
        const path = isIn(place.path, from) ? to + place.path.slice(from.length) : place.path;
        const moved = { ...entry, place: { ...place, path } };
        return [keyOf(moved.place), moved];
      })
    );
  }

  /** Drops the readings of a notebook or a folder that was deleted: another may take its path. */
  forget(path: string): void {
    for (const [key, { place }] of this.kept) {
      if (isIn(place.path, path)) {
        this.kept.delete(key);
      }
    }
  }
}

const keyOf = ({ path, cell, output }: OutputPlace): string => `${output}:${cell}:${path}`;

/** Whether two payloads are equal; the server sorts the keys when it saves a notebook. */
const isSame = (a: string, b: string): boolean =>
  a === b || (a.length === b.length && sorted(a) === sorted(b));

const sorted = (json: string): string =>
  JSON.stringify(JSON.parse(json), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  );

/** Whether a path is a folder's or in it. */
const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
