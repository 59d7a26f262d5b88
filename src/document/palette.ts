/** The light theme's colours, as in style/base.css: a saved picture has no theme, so its background is white. */
export const palette = {
  text: '#1c2530',
  quiet: '#57606a',
  line: '#e2e5ea',
  back: '#ffffff',
  input: '#5b3d4c',
  weight: '#1450a2',
  activation: '#12786f',
  gradient: '#ca2660',
  loss: '#8e1d79',
  target: '#255603',
  positive: '#2f74d0',
  negative: '#d9822b',
  unknown: '#b9c0ca',
  // Phases.
  forward: '#754ace',
  backward: '#ca2660',
  update: '#1f7a3d',
  after: '#0a6c80'
};

export const FONT = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, "Noto Sans", sans-serif';
