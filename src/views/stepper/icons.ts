import { s } from '../page/dom';

const paths = {
  first: 'M5 5h2.5v14H5zM20 5v14L9 12z',
  previous: 'M18 5v14L7 12z',
  next: 'M6 5v14l11-7z',
  last: 'M4 5v14l11-7zM16.5 5H19v14h-2.5z',
  play: 'M8 4.5v15L20 12z',
  pause: 'M7 5h4v14H7zM14 5h4v14h-4z'
};

export type Icon = keyof typeof paths;

/** An icon of the timeline's buttons, 18 px wide, in the button's colour. */
export const iconOf = (name: Icon): Element =>
  s(
    'svg',
    { viewBox: '0 0 24 24', width: 18, height: 18, 'aria-hidden': 'true' },
    s('path', { d: paths[name] })
  );
