/** @jest-environment jsdom */
/** What an output's view shows at first, what it keeps when it is drawn again, and what it refuses. */
import './browser';
import { Bookmark, OutputView, Placed, drawOutput } from '../../src/lab/outputView';
import { Outputs } from '../../src/lab/outputs';
import { Preferences, defaults } from '../../src/lab/preferences';
import { OutputWidget } from '../../src/lab/renderer';
import { checkPayload, historyPayload, modelPayload, tracePayload } from './payloads';

/** A bookmark that keeps the reader's place. */
function bookmark(): Bookmark {
  const kept: Bookmark = { reading: {}, keep: reading => (kept.reading = reading) };
  return kept;
}

/** Draws an output, whose reader was nowhere yet by default. */
function draw(
  data: unknown,
  preferences: Partial<Preferences> = {},
  reader = bookmark(),
  changed: Placed[] = []
): OutputView {
  return drawOutput(data, reader, { ...defaults(null), ...preferences }, {}, changed);
}

describe('drawOutput', () => {
  it.each([
    ['a model', modelPayload, 'model', ['svg', 'png']],
    ['a gradient check', checkPayload, 'check', []],
    ['a training run', () => historyPayload(3), 'training', ['svg', 'png']]
  ])('draws %s and offers its formats', (_, make, kind, formats) => {
    const view = draw(make());
    expect(view.root.dataset.stepgrad).toBe(kind);
    expect(view.formats).toEqual(formats);
    view.dispose?.();
  });

  it('draws a stepper that can be saved in four formats', () => {
    const view = draw(tracePayload());
    expect(view.formats).toEqual(['svg', 'png', 'latex', 'markdown']);
    expect(view.model!.network.layers.map(({ type }) => type)).toEqual([
      'Linear',
      'Tanh',
      'Linear',
      'Sigmoid'
    ]);
    view.dispose!();
  });

  it('draws damage as one sentence, in the language of the reader', () => {
    const damaged = { ...tracePayload(), iterations: [] };
    expect(draw(damaged).root.textContent).toMatch(/^This output is damaged: iterations .*\.$/);
    expect(draw(damaged, { language: 'zh-CN' }).root.textContent).toMatch(/[\u4e00-\u9fff].*。$/);
    expect(draw(damaged).formats).toEqual([]);
  });

  it('draws markup in a name as text', () => {
    const trace = tracePayload();
    trace.data.featureNames = ['<img src=x>', '<b>b</b>'];
    const { root, dispose } = draw(trace);
    expect(root.querySelector('img, b b')).toBeNull();
    dispose!();
  });

  it('follows the preferences', () => {
    const { model, dispose } = draw(tracePayload(), { granularity: 'layer', notation: 'matrix', pace: 3000 });
    expect(model).toMatchObject({ granularity: 'layer', notation: 'matrix', pace: 3000 });
    dispose!();
  });

  it('prefers what show was told to the preferences', () => {
    const trace = tracePayload({ granularity: 'operation', step: 2, sample: 1 });
    const { model, dispose } = draw(trace, { granularity: 'layer' });
    expect(model).toMatchObject({ granularity: 'operation', stepIndex: 2, sample: 1 });
    dispose!();
  });

  it('keeps the place of its reader, with the undo steps of the edits', () => {
    const reader = bookmark();
    const first = draw(tracePayload(), {}, reader);
    first.model!.goTo(3);
    first.model!.sample = 1;
    first.model!.edit('optimizer.lr', 9);
    first.dispose!();
    const again = draw(tracePayload(), {}, reader);
    expect(again.model).toMatchObject({ stepIndex: 3, sample: 1, canUndo: true });
    again.model!.undo();
    expect(again.model).toMatchObject({ edits: new Map(), canUndo: false, canRedo: true });
    again.dispose!();
    const other = draw(tracePayload());
    expect(other.model).toMatchObject({ stepIndex: 0, sample: 0 });
    other.dispose!();
  });

  it('follows only the changed preferences where its reader has a place', () => {
    const reader = bookmark();
    const first = draw(tracePayload(), {}, reader);
    first.model!.goTo(1);
    first.dispose!();
    const preferences: Partial<Preferences> = { notation: 'matrix', pace: 3000 };
    const again = draw(tracePayload(), preferences, reader, ['notation']);
    expect(again.model).toMatchObject({ notation: 'matrix', pace: 800 });
    again.dispose!();
  });
});

describe('the view of a training run', () => {
  it('shows later epochs in place', () => {
    const view = draw(historyPayload(2));
    const { root } = view;
    expect(view.update!(historyPayload(5))).toBe(true);
    expect(view.root).toBe(root);
    const fresh = draw(historyPayload(5));
    expect(root.textContent).toBe(fresh.root.textContent);
    fresh.dispose!();
    view.dispose!();
  });

  it.each([
    ['a trace', tracePayload],
    ['damage', () => ({ kind: 'history' })]
  ])('can not be updated with %s', (_, make) => {
    const view = draw(historyPayload(2));
    const text = view.root.textContent;
    expect(view.update!(make())).toBe(false);
    expect(view.root.textContent).toBe(text);
    view.dispose!();
  });
});

describe('OutputWidget', () => {
  const widgetOf = (): { widget: OutputWidget; outputs: Outputs; drew: jest.Mock } => {
    const outputs = new Outputs(defaults(null));
    const drew = jest.fn();
    outputs.drew.connect(drew);
    const widget = new OutputWidget(outputs);
    document.body.append(widget.node);
    return { widget, outputs, drew };
  };

  it('keeps its view while the data stay the same', async () => {
    const { widget, drew } = widgetOf();
    await widget.drawData(tracePayload());
    const { root } = widget.drawn!;
    expect(widget.node.firstChild).toBe(root);
    await widget.drawData(tracePayload());
    expect(widget.drawn!.root).toBe(root);
    expect(drew).toHaveBeenCalledTimes(1);
    widget.dispose();
  });

  it('draws other data in place of the old', async () => {
    const { widget, drew } = widgetOf();
    await widget.drawData(tracePayload());
    await widget.drawData(modelPayload());
    expect(widget.node.children).toHaveLength(1);
    expect(widget.drawn!.root.dataset.stepgrad).toBe('model');
    expect(drew).toHaveBeenCalledTimes(2);
    widget.dispose();
  });

  it('updates a training run without drawing it again', async () => {
    const { widget, drew } = widgetOf();
    await widget.drawData(historyPayload(2));
    const { root } = widget.drawn!;
    await widget.drawData(historyPayload(3));
    expect(widget.drawn!.root).toBe(root);
    expect(drew).toHaveBeenCalledTimes(1);
    widget.dispose();
  });

  it('keeps the focus when it is drawn again', async () => {
    const { widget } = widgetOf();
    await widget.drawData(tracePayload());
    widget.drawn!.root.focus();
    expect(document.activeElement).toBe(widget.drawn!.root);
    const { root } = widget.drawn!;
    await widget.draw(['notation']);
    expect(widget.drawn!.root).not.toBe(root);
    expect(document.activeElement).toBe(widget.drawn!.root);
    widget.dispose();
  });

  it('draws nothing once it is disposed', async () => {
    const { widget, drew } = widgetOf();
    const drawing = widget.drawData(tracePayload());
    widget.dispose();
    await drawing;
    expect(widget.drawn).toBeNull();
    expect(drew).not.toHaveBeenCalled();
  });
});
