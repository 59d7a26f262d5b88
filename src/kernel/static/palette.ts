/** The light theme's colours, as in style/base.css: a saved picture knows no theme, so it has a white ground. */
export const palette = {
  text: '#1c2530',
  quiet: '#57606a',
  line: '#e2e5ea',
  back: '#ffffff',
  input: '#475569',
  weight: '#1460b8',
  activation: '#0b756b',
  gradient: '#c01f48',
  loss: '#8b1d77',
  target: '#3a6b10',
  positive: '#2f74d0',
  negative: '#d9822b',
  unknown: '#b9c0ca',
  // The phases.
  forward: '#6d3fc0',
  backward: '#c01f48',
  update: '#1f7a3d'
};

export const FONT = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, "Noto Sans", sans-serif';
