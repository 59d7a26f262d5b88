/** Which output keeps its reader's place and edits, and which other output must not get them. */
import { Places, Reading } from '../../src/lab/places';
import type { OutputPlace } from '../../src/lab/notebooks';

const here: OutputPlace = { path: 'course/a.ipynb', cell: 'one', output: 0 };
const reading: Reading = { training: undefined };

function placesWith(place: OutputPlace = here): Places {
  const places = new Places();
  places.keep(place, 'content', reading);
  return places;
}

it('keeps the reading of the same output at the same place', () => {
  expect(placesWith().of({ ...here }, 'content')).toBe(reading);
});

it.each<[string, Partial<OutputPlace>, string]>([
  ['another notebook', { path: 'course/b.ipynb' }, 'content'],
  ['another cell', { cell: 'two' }, 'content'],
  ['another output of the cell', { output: 1 }, 'content'],
  ['another content', {}, 'other']
])('gives %s a new reading', (_, change, content) => {
  expect(placesWith().of({ ...here, ...change }, content)).toEqual({});
});

it.each([
  ['a notebook', 'course/a.ipynb', 'b.ipynb', 'b.ipynb'],
  ['a folder', 'course', 'lessons/new', 'lessons/new/a.ipynb']
])('follows %s that is renamed', (_, from, to, path) => {
  const places = placesWith();
  places.keep({ ...here, path }, 'content', { stepper: undefined });
  places.rename(from, to);
  expect(places.of({ ...here, path }, 'content')).toBe(reading);
  expect(places.of(here, 'content')).toEqual({});
});

it.each([
  ['its notebook', 'course/a.ipynb', false],
  ['its folder', 'course', false],
  ['a folder whose name begins alike', 'cour', true]
])('is told when %s is deleted', (_, path, stays) => {
  const places = placesWith();
  places.forget(path);
  expect(places.of(here, 'content') === reading).toBe(stays);
});

it('keeps a place that its owner changes later', () => {
  const place = { ...here };
  const places = placesWith(place);
  place.path = 'elsewhere.ipynb';
  places.rename(here.path, 'moved.ipynb');
  expect(places.of({ ...here, path: 'moved.ipynb' }, 'content')).toBe(reading);
});

it('drops the oldest of more than 200 outputs', () => {
  const places = placesWith();
  for (let output = 1; output <= 200; output++) {
    places.keep({ ...here, output }, 'content', reading);
  }
  expect(places.of(here, 'content')).toEqual({});
  expect(places.of({ ...here, output: 1 }, 'content')).toBe(reading);
});
