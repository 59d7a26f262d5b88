/** @jest-environment jsdom */
/** A view is drawn when it comes near the window and let go when it is far, without losing anything of its reader. */
import './browser';
import { Widget } from '@lumino/widgets';
import { Outputs } from '../../src/lab/outputs';
import { defaults } from '../../src/lab/preferences';
import { OutputWidget } from '../../src/lab/renderer';
import { checkPayload, historyPayload, modelPayload, tracePayload } from './payloads';

const widgets: OutputWidget[] = [];
let report: (near: boolean) => void;
let root: Element | null | undefined;
const original = globalThis.IntersectionObserver;

beforeEach(() => {
  jest.useFakeTimers();
  globalThis.IntersectionObserver = class {
    constructor(
      callback: (entries: { isIntersecting: boolean }[]) => void,
      options: { root: Element | null }
    ) {
      ({ root } = options);
      report ??= near => callback([{ isIntersecting: near }]);
    }
    observe(): void {}
    disconnect(): void {}
  } as never;
});
afterEach(() => {
  jest.useRealTimers();
  report = undefined as never;
  globalThis.IntersectionObserver = original;
  widgets.splice(0).forEach(widget => widget.dispose());
  document.body.replaceChildren();
});

/** An output whose top is at so many px from the window's. */
function outputAt(top: number, always = false): { widget: OutputWidget; outputs: Outputs } {
  const outputs = new Outputs(defaults(null));
  const widget = new OutputWidget(outputs, always);
  widgets.push(widget);
  move(widget, top);
  Widget.attach(widget, document.body);
  return { widget, outputs };
}

function move({ node }: OutputWidget, top: number): void {
  node.getBoundingClientRect = () => ({ top, bottom: top + 500 }) as DOMRect;
}

const FAR = 10_000;

/** Moves an output, tells it, and waits until it would be let go. */
async function scroll(widget: OutputWidget, top: number): Promise<void> {
  move(widget, top);
  report(top < FAR);
  jest.advanceTimersByTime(5000);
  for (let i = 0; i < 10; i++) {
    await Promise.resolve();
  }
}

it.each([
  ['a trace', tracePayload],
  ['a training run', () => historyPayload(3)],
  ['a model', modelPayload],
  ['a gradient check', checkPayload]
])('draws %s when it comes near, and keeps its text before', async (_, make) => {
  const { widget } = outputAt(FAR);
  await widget.drawData(make(), 'a network');
  expect([widget.drawn, widget.node.textContent]).toEqual([null, 'a network']);
  expect(widget.node.querySelectorAll('*')).toHaveLength(1);
  expect(parseInt((widget.node.firstChild as HTMLElement).style.height)).toBeGreaterThan(100);
  await scroll(widget, 100);
  expect(widget.node.firstChild).toBe(widget.drawn!.root);
  await scroll(widget, FAR);
  expect([widget.drawn, widget.node.textContent]).toEqual([null, 'a network']);
});

it('draws at once what is in the window, and what is in a tab of its own', async () => {
  for (const { widget } of [outputAt(100), outputAt(FAR, true)]) {
    await widget.drawData(tracePayload());
    expect(widget.drawn).not.toBeNull();
  }
});

it('keeps place, edits and undo of a view that was let go, and its height', async () => {
  const { widget } = outputAt(0);
  await widget.drawData(tracePayload());
  const { model, root } = widget.drawn!;
  model!.goTo(5);
  model!.edit('optimizer.lr', 9);
  Object.defineProperty(root, 'offsetHeight', { value: 777 });
  await scroll(widget, FAR);
  expect((widget.node.firstChild as HTMLElement).style.height).toBe('777px');
  await scroll(widget, 0);
  expect(widget.drawn!.model).not.toBe(model);
  expect(widget.drawn!.model).toMatchObject({ stepIndex: 5, canUndo: true, edits: model!.edits });
});

it.each<[string, (widget: OutputWidget) => void]>([
  ['has the focus', widget => widget.drawn!.root.focus()],
  ['is playing', widget => widget.drawn!.model!.play()],
  [
    'was clicked last: a command acts on it',
    ({ node }) => node.dispatchEvent(new MouseEvent('pointerdown', { bubbles: true }))
  ]
])('does not let go a view that %s', async (_, act) => {
  const { widget } = outputAt(0);
  await widget.drawData(tracePayload());
  const { root } = widget.drawn!;
  act(widget);
  await scroll(widget, FAR);
  expect(widget.drawn!.root).toBe(root);
});

it('measures nearness from the outermost box that scrolls, wherever an output is put', async () => {
  const { widget } = outputAt(FAR);
  expect(root).toBeNull();
  const [outer, inner] = [document.createElement('div'), document.createElement('div')];
  outer.style.overflowY = inner.style.overflowY = 'auto';
  outer.append(inner);
  document.body.append(outer);
  Widget.detach(widget);
  Widget.attach(widget, inner);
  expect(root).toBe(outer);
});

it('keeps a view that comes back soon', async () => {
  const { widget } = outputAt(0);
  await widget.drawData(tracePayload());
  const { root } = widget.drawn!;
  move(widget, FAR);
  report(false);
  jest.advanceTimersByTime(500);
  await scroll(widget, 0);
  expect(widget.drawn!.root).toBe(root);
});

it('draws a far view with the preferences that have changed meanwhile', async () => {
  const { widget, outputs } = outputAt(0);
  await widget.drawData(tracePayload());
  widget.drawn!.model!.goTo(2);
  await scroll(widget, FAR);
  outputs.preferences = { ...outputs.preferences, notation: 'matrix' };
  await scroll(widget, FAR);
  expect(widget.drawn).toBeNull();
  await scroll(widget, 0);
  expect(widget.drawn!.model).toMatchObject({ stepIndex: 2, notation: 'matrix' });
});

it('shows the last epochs of a run that went on while it was far', async () => {
  const { widget } = outputAt(0);
  await widget.drawData(historyPayload(2));
  await scroll(widget, FAR);
  await widget.drawData(historyPayload(5));
  expect(widget.drawn).toBeNull();
  await scroll(widget, 0);
  expect(widget.drawn!.root.textContent).toContain('5 epochs');
});

it('draws everything for print', async () => {
  const { widget, outputs } = outputAt(FAR);
  outputs.views = await import('../../src/lab/outputView');
  await widget.drawData(tracePayload());
  window.dispatchEvent(new Event('beforeprint'));
  expect(widget.drawn).not.toBeNull();
});
