/** @jest-environment jsdom */
/** The files that an output is saved as: their names, types and contents. */
import './browser';
import { drawOutput } from '../../src/lab/outputView';
import { defaults } from '../../src/lab/preferences';
import { download } from '../../src/lab/save';
import { checkPayload, modelPayload, tracePayload } from './payloads';

interface Download {
  name: string;
  blob: Blob;
}

/** What the browser was asked to download; jsdom has no URLs of blobs and follows no links. */
let downloads: Download[] = [];
const blobs = new Map<string, Blob>();
const revoked: string[] = [];

beforeEach(() => {
  downloads = [];
  jest.useFakeTimers();
  URL.createObjectURL = blob => {
    const url = `blob:${blobs.size}`;
    blobs.set(url, blob as Blob);
    return url;
  };
  URL.revokeObjectURL = url => void revoked.push(url);
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    downloads.push({ name: this.download, blob: blobs.get(this.href)! });
  });
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const textOf = (blob: Blob): Promise<string> =>
  new Promise(resolve => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.readAsText(blob);
  });

/** A view whose reader was nowhere yet. */
const view = (data: unknown): ReturnType<typeof drawOutput> =>
  drawOutput(data, { reading: {}, keep: () => undefined }, defaults(null), {});

test('saves the picture as an SVG document of its own, named after network and step', async () => {
  const output = view(tracePayload());
  output.model!.goTo(1);
  await output.save('svg');
  jest.useRealTimers();
  expect(downloads).toHaveLength(1);
  const [{ name, blob }] = downloads;
  expect([name, blob.type]).toEqual(['stepgrad-2-3-1-step-2.svg', 'image/svg+xml']);
  // jsdom, unlike browsers, writes the namespace twice where it is set as an attribute.
  const text = (await textOf(blob)).replace(/(<svg[^>]*) xmlns="[^"]*"([^>]* xmlns=)/, '$1$2');
  const svg = new DOMParser().parseFromString(text, 'image/svg+xml');
  expect(svg.querySelector('parsererror')).toBeNull();
  expect(svg.documentElement.localName).toBe('svg');
  expect(svg.documentElement.textContent).toContain('2–3–1');
  output.dispose!();
});

test.each([
  ['latex', 'tex', 'application/x-latex', '\\begin{'],
  ['markdown', 'md', 'text/markdown', '#']
] as const)('saves the derivation as %s: one step, or all', async (format, extension, type, mark) => {
  const output = view(tracePayload());
  await output.save(format);
  await output.save(format, 'all');
  jest.useRealTimers();
  expect(downloads.map(({ name }) => name)).toEqual([
    `stepgrad-2-3-1-step-1.${extension}`,
    `stepgrad-2-3-1.${extension}`
  ]);
  const [one, all] = await Promise.all(downloads.map(({ blob }) => textOf(blob)));
  expect(downloads.every(({ blob }) => blob.type === type)).toBe(true);
  expect(one).toContain(mark);
  expect(all.length).toBeGreaterThan(3 * one.length);
  output.dispose!();
});

test('saves the picture of a model without a step in its name', async () => {
  const output = view(modelPayload());
  await output.save('svg');
  expect(downloads.map(({ name }) => name)).toEqual(['stepgrad.svg']);
  output.dispose!();
});

test.each(['svg', 'latex'] as const)('downloads nothing if the view has no %s', async format => {
  await view(checkPayload()).save(format);
  expect(downloads).toEqual([]);
});

test('frees the memory of a download later, not at once', () => {
  const before = revoked.length;
  download(new Blob(['x']), 'x.txt');
  expect(downloads.map(({ name }) => name)).toEqual(['x.txt']);
  expect(revoked).toHaveLength(before);
  jest.runAllTimers();
  expect(revoked).toHaveLength(before + 1);
});
