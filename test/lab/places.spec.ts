/** Which output keeps its reader's place and edits, and which other output must not get them. */
import { Places, Reading } from '../../src/lab/places';
import type { OutputPlace } from '../../src/lab/notebooks';

const here: OutputPlace = { path: 'course/a.ipynb', cell: 'one', output: 0 };
const CONTENT = '{"b":[1,2],"a":{"d":4,"c":3}}';
const reading: Reading = { training: undefined };

function placesWith(place: OutputPlace = here): Places {
  const places = new Places();
  places.keep(place, CONTENT, reading);
  return places;
}

it('keeps the reading of the same output at the same place', () => {
  expect(placesWith().of({ ...here }, CONTENT)).toBe(reading);
});

it('knows the content after the server has sorted its keys', () => {
  expect(placesWith().of(here, '{"a":{"c":3,"d":4},"b":[1,2]}')).toBe(reading);
});

it.each<[string, Partial<OutputPlace>, string]>([
  ['another notebook', { path: 'course/b.ipynb' }, CONTENT],
  ['another cell', { cell: 'two' }, CONTENT],
  ['another output of the cell', { output: 1 }, CONTENT],
  ['another content', {}, '{"b":[1,2],"a":{"d":4,"c":5}}']
])('gives %s a new reading', (_, change, content) => {
  expect(placesWith().of({ ...here, ...change }, content)).toEqual({});
});

it.each([
  ['a notebook', 'course/a.ipynb', 'b.ipynb', 'b.ipynb'],
  ['a folder', 'course', 'lessons/new', 'lessons/new/a.ipynb']
])('follows %s that is renamed', (_, from, to, path) => {
  const places = placesWith();
  places.keep({ ...here, path }, CONTENT, { stepper: undefined });
  places.rename(from, to);
  expect(places.of({ ...here, path }, CONTENT)).toBe(reading);
  expect(places.of(here, CONTENT)).toEqual({});
});

it.each([
  ['its notebook', 'course/a.ipynb', false],
  ['its folder', 'course', false],
  ['a folder whose name begins alike', 'cour', true]
])('is told when %s is deleted', (_, path, stays) => {
  const places = placesWith();
  places.forget(path);
  expect(places.of(here, CONTENT) === reading).toBe(stays);
});

it('keeps a place that its owner changes later', () => {
  const place = { ...here };
  const places = placesWith(place);
  place.path = 'elsewhere.ipynb';
  places.rename(here.path, 'moved.ipynb');
  expect(places.of({ ...here, path: 'moved.ipynb' }, CONTENT)).toBe(reading);
});

it('drops the oldest of more than 200 outputs', () => {
  const places = placesWith();
  for (let output = 1; output <= 200; output++) {
    places.keep({ ...here, output }, CONTENT, reading);
  }
  expect(places.of(here, CONTENT)).toEqual({});
  expect(places.of({ ...here, output: 1 }, CONTENT)).toBe(reading);
});
