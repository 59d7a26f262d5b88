/** @jest-environment jsdom */
/** Which outputs Lab shows, which of them a command acts on, and when they are drawn again. */
import './browser';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Widget } from '@lumino/widgets';
import type { OutputView, Placed } from '../../src/lab/outputView';
import { Outputs, ShownOutput } from '../../src/lab/outputs';
import { defaults } from '../../src/lab/preferences';

/** An output that notes every drawing. */
class NotedOutput extends Widget implements ShownOutput {
  drawn: OutputView | null = { root: this.node, formats: [], save: () => Promise.resolve() };
  readonly drawings: Placed[][] = [];

  draw(changed: Placed[] = []): Promise<void> {
    this.drawings.push(changed);
    return Promise.resolve();
  }

  drawNow(): void {}

  /** Where it stands, px from the window's top; jsdom lays nothing out. */
  at(top: number): this {
    this.node.getBoundingClientRect = () => new DOMRect(0, top, 300, 100);
    return this;
  }
}

globalThis.DOMRect ??= class {
  readonly bottom: number;
  constructor(
    readonly x: number,
    readonly top: number,
    readonly width: number,
    readonly height: number
  ) {
    this.bottom = top + height;
  }
} as never;

/** A tab of Lab that holds outputs. */
function tabOf(...outputs: Widget[]): Widget {
  const tab = new Widget();
  Widget.attach(tab, document.body);
  outputs.forEach(output => Widget.attach(output, tab.node));
  return tab;
}

const shellWith = (currentWidget: Widget | null): JupyterFrontEnd.IShell =>
  ({ currentWidget }) as unknown as JupyterFrontEnd.IShell;

function shown(count: number): { outputs: Outputs; widgets: NotedOutput[] } {
  const outputs = new Outputs(defaults(null));
  const widgets = Array.from({ length: count }, (_, i) => new NotedOutput().at(100 * i));
  widgets.forEach(widget => outputs.add(widget));
  return { outputs, widgets };
}

afterEach(() => document.body.replaceChildren());

describe('setting the preferences', () => {
  it('draws every output again and announces it', () => {
    const { outputs, widgets } = shown(2);
    const announced = jest.fn();
    outputs.preferred.connect(announced);
    outputs.preferences = { ...outputs.preferences, language: 'zh-CN' };
    expect(widgets.map(({ drawings }) => drawings)).toEqual([[[]], [[]]]);
    expect(announced).toHaveBeenCalledTimes(1);
    expect(outputs.preferences.language).toBe('zh-CN');
  });

  it('names those that override the place of a reader', () => {
    const { outputs, widgets } = shown(1);
    outputs.preferences = { ...outputs.preferences, granularity: 'layer', pace: 3000, precision: 6 };
    expect(widgets[0].drawings).toEqual([['granularity', 'pace']]);
  });

  it('draws nothing if none has changed', () => {
    const { outputs, widgets } = shown(1);
    const announced = jest.fn();
    outputs.preferred.connect(announced);
    outputs.preferences = { ...outputs.preferences, hide: [] };
    expect(widgets[0].drawings).toEqual([]);
    expect(announced).not.toHaveBeenCalled();
  });

  it('leaves a disposed output alone', () => {
    const { outputs, widgets } = shown(2);
    widgets[0].dispose();
    outputs.preferences = { ...outputs.preferences, precision: 7 };
    expect(widgets.map(({ drawings }) => drawings.length)).toEqual([0, 1]);
    expect(outputs.all).toEqual([widgets[1]]);
  });
});

describe('the output that a command acts on', () => {
  it('is null if there is none', () => {
    const { outputs } = shown(0);
    expect(outputs.current(shellWith(tabOf()))).toBeNull();
  });

  it('is the topmost on screen of the current tab', () => {
    const { outputs, widgets } = shown(3);
    widgets[0].at(-500);
    widgets[1].at(400);
    widgets[2].at(50);
    expect(outputs.current(shellWith(tabOf(...widgets)))).toBe(widgets[2]);
  });

  it('is the topmost of the current tab if none is on screen', () => {
    const { outputs, widgets } = shown(2);
    widgets[0].at(9000);
    widgets[1].at(8000);
    expect(outputs.current(shellWith(tabOf(...widgets)))).toBe(widgets[1]);
  });

  it.each(['pointerdown', 'focusin'])('is the one in the tab that last had a %s', event => {
    const { outputs, widgets } = shown(3);
    const tab = tabOf(...widgets);
    for (const i of [1, 2]) {
      widgets[i].node.dispatchEvent(new Event(event, { bubbles: true }));
      expect(outputs.current(shellWith(tab))).toBe(widgets[i]);
    }
  });

  it('is one of the current tab though the last one used is in another', () => {
    const { outputs, widgets } = shown(2);
    tabOf(widgets[0]);
    const tab = tabOf(widgets[1]);
    widgets[0].node.dispatchEvent(new Event('pointerdown'));
    expect(outputs.current(shellWith(tab))).toBe(widgets[1]);
  });

  it('is the last one used if the current tab has none', () => {
    const { outputs, widgets } = shown(2);
    tabOf(...widgets);
    widgets[1].node.dispatchEvent(new Event('pointerdown'));
    expect(outputs.current(shellWith(tabOf()))).toBe(widgets[1]);
  });

  it('is the one with the focus though it is beside the current tab', () => {
    const { outputs, widgets } = shown(2);
    tabOf(widgets[0]);
    const tab = tabOf(widgets[1]);
    widgets[0].node.tabIndex = 0;
    widgets[0].node.focus();
    expect(outputs.current(shellWith(tab))).toBe(widgets[0]);
  });

  it('is neither hidden, nor disposed, nor undrawn', () => {
    const { outputs, widgets } = shown(4);
    const tab = tabOf(...widgets);
    widgets[0].hide();
    widgets[1].drawn = null;
    widgets[2].node.dispatchEvent(new Event('pointerdown'));
    widgets[2].dispose();
    expect(outputs.current(shellWith(tab))).toBe(widgets[3]);
  });
});
