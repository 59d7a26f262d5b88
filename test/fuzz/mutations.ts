/** Mutations that know how a payload is built: most leave it valid by its schema, so that they reach what comes after. */
import { get } from '../trace/damage';
import type { Json, Path } from '../trace/damage';
import type { Choices } from './fuzzing';
import { numbers, texts } from './hostile';

type Fields = Record<string, Json>;
type Mutation = (payload: Json, choices: Choices, others: readonly Json[]) => Json | void;

const isFields = (value: Json): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTensor = (value: Json): boolean => isFields(value) && Array.isArray(value.shape);
/** Not `parent[key] = value`, which would set the prototype for `__proto__`. */
function put(parent: Json, key: string | number, value: Json): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A copy; faster than `structuredClone` for plain data. */
const copied = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

/** A random path whose value passes a test, or null. Each found path is as likely as another: reservoir sampling. */
function find(payload: Json, choices: Choices, fits: (value: Json, path: Path) => boolean): Path | null {
  const at: Path = [];
  let found: Path | null = null;
  let count = 0;
  const visit = (value: Json): void => {
    if (typeof value !== 'object' || value === null) {
      return;
    }
    for (const key of Object.keys(value)) {
      at.push(Array.isArray(value) ? Number(key) : key);
      const inside = (value as Fields)[key];
      if (fits(inside, at) && choices.below(++count) === 0) {
        found = at.slice();
      }
      visit(inside);
      at.pop();
    }
  };
  visit(payload);
  return found;
}

/** Replaces the value at a random path that passes a test. */
const replacing =
  (fits: (value: Json, path: Path) => boolean, by: (value: Json, choices: Choices) => Json): Mutation =>
  (payload, choices) => {
    const path = find(payload, choices, fits);
    if (path) {
      const parent = get(payload, path.slice(0, -1));
      put(parent, path[path.length - 1], by(get(payload, path), choices));
    }
  };

const inTensor = (path: Path): boolean => path[path.length - 2] === 'data';

/** A number in a tensor becomes an odd one. */
const oddElement = replacing(
  (value, path) => typeof value === 'number' && inTensor(path),
  (_, choices) => choices.pick(numbers)
);
/** A number elsewhere becomes an odd one. */
const oddNumber = replacing(
  (value, path) => typeof value === 'number' && !inTensor(path),
  (_, choices) => choices.pick(numbers)
);
/** A text becomes an odd one. */
const oddText = replacing(
  value => typeof value === 'string',
  (_, choices) => choices.pick(texts)
);
/** An odd text is added to a text. */
const longerText = replacing(
  value => typeof value === 'string',
  (value, choices) => String(value) + choices.pick(texts)
);
/** A truth turns. */
const turned = replacing(
  value => typeof value === 'boolean',
  value => !value
);

/** Every number of a tensor becomes the same odd one. */
const flat = replacing(isTensor, (value, choices) => {
  const { shape } = value as { shape: number[] };
  const size = shape.reduce((product, n) => product * n, 1);
  const number = choices.pick(numbers);
  return { shape, data: Array.from({ length: Math.min(size, 4096) }, () => number) };
});

/** A tensor with the same numbers has another shape. */
const reshaped = replacing(isTensor, (value, choices) => {
  const { shape } = value as { shape: number[] };
  const size = shape.reduce((product, n) => product * n, 1);
  const shapes = [shape.slice().reverse(), [size], [1, size], [size, 1], [1, ...shape], [...shape, 1], []];
  return { ...(value as Fields), shape: choices.pick(shapes) };
});

/** A tensor as base64, whole or damaged. */
const base64 = replacing(
  value => isTensor(value) && Array.isArray((value as Fields).data),
  (value, choices) => {
    const { shape, data } = value as { shape: number[]; data: Json[] };
    const text = Buffer.from(Float64Array.from(data, Number).buffer).toString('base64');
    const damaged = [text, text.replace(/=+$/, ''), text.replace(/=/g, 'A'), text.slice(4), `${text}====`];
    damaged.push(text.replace(/\+/g, '-').replace(/\//g, '_'), text.replace(/.$/, '\n'), `=${text.slice(1)}`);
    return { shape, base64: choices.pick(damaged) };
  }
);

/** A text is replaced everywhere, also as the beginning of another: a layer gets another name. */
const renamed: Mutation = (payload, choices) => {
  const path = find(
    payload,
    choices,
    (value, at) => typeof value === 'string' && at[at.length - 1] === 'name'
  );
  if (!path) {
    return;
  }
  const [name] = String(get(payload, path)).split('.');
  if (name === '') {
    return;
  }
  const to = choices.pick([...texts, `${name}.output`, `${name}.weight`, `${name}.grad`, 'a.b', 'output']);
  const text = JSON.stringify(payload);
  const quoted = (word: string): string => JSON.stringify(word).slice(1, -1);
  const pattern = new RegExp(`"${quoted(name).replace(/[^\w ]/g, '\\$&')}(?=[".[])`, 'g');
  return JSON.parse(text.replace(pattern, () => `"${quoted(to)}`)) as Json;
};

/** A part is left out. */
const left: Mutation = (payload, choices) => {
  const path = find(payload, choices, () => true);
  const key = path?.pop();
  const parent = path && get(payload, path);
  if (Array.isArray(parent)) {
    parent.splice(Number(key), 1);
  } else if (parent && isFields(parent)) {
    delete parent[String(key)];
  }
};

/** A list is reversed, has an element twice, or is empty. */
const list: Mutation = (payload, choices) => {
  const path = find(payload, choices, (value, at) => Array.isArray(value) && !inTensor(at));
  const items = path && (get(payload, path) as Json[]);
  if (!items) {
    return;
  }
  const at = choices.below(items.length);
  choices.pick([
    () => items.reverse(),
    () => items.splice(at, 0, copied(items[at] ?? 0)),
    () => items.splice(0, items.length),
    () => items.push(...(copied(items) as Json[]))
  ])();
};

/** A part takes the place of another of the same name, in this payload or from another one. */
const grafted: Mutation = (payload, choices, others) => {
  const from = choices.chance(0.5) ? payload : choices.pick(others);
  const to = find(payload, choices, () => true);
  if (!to) {
    return;
  }
  const key = to[to.length - 1];
  const named = (path: Path): boolean =>
    typeof key === 'string' ? path[path.length - 1] === key : path[path.length - 2] === to[to.length - 2];
  const source = find(from, choices, (_, path) => named(path));
  if (source) {
    put(get(payload, to.slice(0, -1)), key, copied(get(from, source)));
  }
};

/** An option of a layer, loss or optimiser is added or changed. */
const option: Mutation = (payload, choices) => {
  const path = find(payload, choices, value => isFields(value) && typeof value.type === 'string');
  if (!path) {
    return;
  }
  const spec = get(payload, path) as Fields;
  const known = Object.keys(spec).filter(key => key !== 'type' && key !== 'name');
  const names = [...known, ...known, 'shape', 'data', 'custom', 'reduction', 'lr', 'p', 'eps', ...texts];
  const values: Json[] = [
    ...numbers,
    ...texts.slice(0, 6),
    true,
    false,
    [],
    [2],
    [0.9, 0.999],
    [1e308],
    'sum'
  ];
  put(spec, choices.pick(names), choices.pick(values));
};

/** A user-defined type, or another type. */
const type: Mutation = (payload, choices, others) => {
  const path = find(payload, choices, value => isFields(value) && typeof value.type === 'string');
  if (!path) {
    return;
  }
  const spec = get(payload, path) as Fields;
  if (choices.chance(0.5)) {
    Object.assign(spec, { type: choices.pick(texts), custom: true });
  } else {
    const other = choices.pick(others);
    const from = find(other, choices, value => isFields(value) && typeof value.type === 'string');
    const { name: _name, ...rest } = from ? (get(other, from) as Fields) : {};
    Object.assign(spec, rest);
  }
};

/** A field that no reader knows. */
const unknown: Mutation = (payload, choices) => {
  const path = choices.chance(0.3) ? [] : find(payload, choices, isFields);
  if (path) {
    let deep: Json = 1;
    for (let i = 0; i < 300; i++) {
      deep = [deep];
    }
    const values: Json[] = [{ shape: [3] }, { shape: ['round'] }, { shape: [1e9], data: [] }, deep, null];
    put(get(payload, path), choices.pick(['note', ...texts]), choices.pick(values));
  }
};

/** Names of columns, in the right number. */
const names: Mutation = (payload, choices) => {
  const path = find(payload, choices, (value, at) => isFields(value) && at[at.length - 1] === 'data');
  const holder = isFields(payload) && payload.record ? payload.record : path && get(payload, path);
  if (holder && isFields(holder)) {
    const count = choices.below(5);
    const list = Array.from({ length: count }, () => choices.pick(texts));
    put(holder, choices.pick(['featureNames', 'classNames']), list);
  }
};

/** Options of `show`. */
const view: Mutation = (payload, choices) => {
  put(payload, 'view', {
    ...(choices.chance(0.5) && {
      hide: [choices.pick(['graph', 'lenses', 'derivation', 'table', ...texts])]
    }),
    ...(choices.chance(0.5) && { granularity: choices.pick(['operation', 'neuron', 'layer']) }),
    ...(choices.chance(0.5) && { notation: choices.pick(['scalar', 'matrix']) }),
    ...(choices.chance(0.5) && { precision: choices.pick([2, 3, 17, 18]) }),
    ...(choices.chance(0.5) && { language: choices.pick(['en', 'zh-CN']) }),
    ...(choices.chance(0.5) && { step: choices.pick([0, 3, 1e9, -1]) }),
    ...(choices.chance(0.5) && { sample: choices.pick([0, 1, 1e9]) })
  });
};

const mutations: readonly Mutation[] = [
  ...[oddElement, oddElement, oddElement, oddNumber, oddNumber, oddText, longerText, turned, flat, flat],
  ...[reshaped, base64, renamed, renamed, left, list, grafted, option, option, type, unknown, names, view]
];

/**
 * A mutated copy of a payload.
 * @param others payloads to take parts from
 */
export function mutated(payload: Json, choices: Choices, others: readonly Json[]): Json {
  let copy = copied(payload);
  const count = choices.pick([1, 1, 1, 2, 2, 3]);
  for (let i = 0; i < count; i++) {
    copy = choices.pick(mutations)(copy, choices, others) ?? copy;
  }
  return copy;
}
