/** Drawing payloads in a real Lab, and looking at what comes of it. The functions run in the page. */
import type { Json } from '../trace/damage';

const MIME = 'application/vnd.stepgrad.v1+json';

/** What drawing a payload came to. */
export interface Drawn {
  /** `stepper`, `training`, `model`, `check`, or `error` for a sentence in place of the view. */
  view: string;
  /** Steps and tabs that were drawn. */
  draws: number;
  /** What is wrong: a part without a drawing, markup from the payload, a script that ran, a sentence that is none. */
  problems: string[];
}

interface Widget {
  node: HTMLElement;
  renderModel(model: { data: Record<string, unknown> }): Promise<void>;
  dispose(): void;
}
interface Rendermime {
  createRenderer(mime: string): Widget;
}
declare global {
  interface Window {
    stepgradRendermime?: Rendermime;
    stepgradCanary?: number;
  }
}

/** Makes Lab's renderers reachable for `drawInPage`, and a place to draw in. */
export async function prepare(): Promise<void> {
  const app = window.jupyterapp as unknown as {
    pluginRegistry: { _services: Map<{ name: string }, string> };
    resolveRequiredService(token: object): Promise<Rendermime>;
  };
  const token = [...app.pluginRegistry._services.keys()].find(({ name }) =>
    /:IRenderMimeRegistry$/.test(name)
  )!;
  window.stepgradRendermime = await app.resolveRequiredService(token);
  const style =
    'position:fixed;inset:0;width:1000px;height:900px;overflow:auto;z-index:9999;background:white';
  document.body.insertAdjacentHTML('beforeend', `<div id="fuzz" style="${style}"></div>`);
}

/**
 * Draws a payload with the extension, at every step, with every lens and every tab.
 * @param most steps drawn of a stepper or of a run, at most
 */
export async function drawInPage({
  payload,
  mime,
  most
}: {
  payload: string;
  mime: string;
  most: number;
}): Promise<Drawn> {
  const place = document.getElementById('fuzz')!;
  const widget = window.stepgradRendermime!.createRenderer(mime);
  const problems = new Set<string>();
  let draws = 0;
  place.replaceChildren(widget.node);
  const look = (): void => {
    draws++;
    for (const part of widget.node.querySelectorAll<HTMLElement>('[data-stepgrad=error][title]')) {
      problems.add(`is not drawn: ${part.title}`);
    }
    const markup = 'script, iframe, object, embed, img, a[href], [onerror], [onload], .katex-error';
    widget.node
      .querySelectorAll(markup)
      .forEach(({ outerHTML }) => problems.add(`holds ${outerHTML.slice(0, 200)}`));
    if (window.stepgradCanary !== undefined) {
      problems.add('ran a script of the payload');
      delete window.stepgradCanary;
    }
  };
  await widget.renderModel({ data: { [mime]: JSON.parse(payload) as unknown } });
  const root = widget.node.firstElementChild as HTMLElement;
  const view = root.dataset.stepgrad ?? 'none';
  const press = (key: string): boolean =>
    root.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  look();
  if (view === 'error') {
    const said = root.textContent ?? '';
    if (
      root.getAttribute('role') !== 'alert' ||
      !/^.{10,600}[.。]$/u.test(said) ||
      root.childElementCount > 0
    ) {
      problems.add(`is refused badly: ${said.slice(0, 300)}`);
    }
    if (/^This can’t be drawn|^无法绘制/.test(said)) {
      problems.add('is accepted, but not drawn');
    }
  }
  if (view === 'stepper') {
    const steps = Math.min(most, Number(root.dataset.steps));
    for (let i = 1; i < steps; i++) {
      press('ArrowRight');
      look();
    }
  }
  const tabs = [...root.querySelectorAll<HTMLElement>('[role=tab]')];
  for (const tab of tabs) {
    tab.click();
    look();
    // A lens is drawn at another step, too.
    press('ArrowLeft');
    look();
  }
  if (view === 'training') {
    press('Home');
    look();
    root.querySelectorAll<HTMLElement>('button.sg-action').forEach(button => button.click());
    look();
  }
  // Work that views put off: MathML, surfaces.
  await new Promise(resolve => setTimeout(resolve, 60));
  look();
  widget.dispose();
  return { view, draws, problems: [...problems] };
}

/** The arguments of `drawInPage`. A trace is drawn in large steps, most of the time: a network has hundreds of small ones. */
export function drawing(payload: Json, granularity: string): Parameters<typeof drawInPage>[0] {
  const isTrace =
    typeof payload === 'object' && payload !== null && 'iterations' in payload && !('view' in payload);
  const shown = isTrace ? { ...payload, view: { granularity } } : payload;
  return { payload: JSON.stringify(shown), mime: MIME, most: 120 };
}
