/** The colours of quantities, as those see them who cannot tell all hues apart; and as text on what is behind it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rgb } from 'd3';
import { palette } from '../../src/document/palette';

type Vector = [number, number, number];

const sheet = readFileSync(join(__dirname, '../../style/base.css'), 'utf8');
const [, light] = /^\.sg-root \{([^}]*)/m.exec(sheet)!;
const [, dark] = /^\[data-jp-theme-light='false'\] \.sg-root \{([^}]*)/m.exec(sheet)!;

const variables = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/--sg-([\w-]+): (#\w+);/g)].map(([, name, value]) => [name, value]));
const themes: Record<string, Record<string, string>> = {
  light: variables(light),
  // As JupyterLab's dark theme has it behind an output.
  dark: { ...variables(dark), back: '#111111' }
};
const quantities = ['input', 'weight', 'bias', 'z', 'activation', 'gradient', 'loss', 'target'];

/**
 * What a colour looks like with a whole kind of cone missing, in linear sRGB. Source: Machado, Oliveira and
 * Fernandes, “A Physiologically-based Model for Simulation of Color Vision Deficiency”, IEEE TVCG 15 (2009),
 * severity 1.0.
 */
const visions: Record<string, Vector[]> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039]
  ]
};

const times = (m: Vector[], v: Vector): Vector =>
  m.map(row => row.reduce((sum, x, i) => sum + x * v[i], 0)) as Vector;

function linear(colour: string): Vector {
  const { r, g, b } = rgb(colour);
  return [r, g, b].map(x =>
    x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4
  ) as Vector;
}

/** Source: Björn Ottosson, “A perceptual color space for image processing” (2020). */
function oklab(v: Vector): Vector {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005]
    ],
    v
  ).map(Math.cbrt) as Vector;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766]
    ],
    cones
  );
}

/** How far apart two colours are to the eye: about 0.02 can just be told. */
function apart(a: string, b: string, vision: Vector[]): number {
  const seen = [a, b].map(each =>
    oklab(times(vision, linear(each)).map(x => Math.min(1, Math.max(0, x))) as Vector)
  );
  return Math.hypot(...seen[0].map((x, i) => x - seen[1][i]));
}

/** Source: WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [low, high] = [a, b]
    .map(each => linear(each).reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0.05))
    .sort((x, y) => x - y);
  return high / low;
}

test('a saved picture has the light theme’s colours', () => {
  const same = Object.keys(palette).filter(name => name in themes.light && name !== 'back');
  expect(same.length).toBeGreaterThan(10);
  expect(same.map(name => themes.light[name])).toEqual(same.map(name => palette[name as 'input']));
});

test('what is measured is measured right', () => {
  expect(apart('#fff', '#000', visions.all)).toBeCloseTo(1, 6);
  expect(contrast('#fff', '#000')).toBeCloseTo(21, 6);
  // Red and green of one lightness, which deuteranopes mix up, and others do not.
  expect(apart('#d00000', '#6f7400', visions.all)).toBeGreaterThan(0.2);
  expect(apart('#d00000', '#6f7400', visions.deuteranopia)).toBeLessThan(0.1);
});

describe.each(Object.entries(themes))('%s', (_, colours) => {
  test.each(Object.entries(visions))('any two quantities differ, %s', (_, vision) => {
    const close = quantities.flatMap((a, i) =>
      quantities
        .slice(0, i)
        .map(b => [a, b, apart(colours[a], colours[b], vision)] as const)
        .filter(([, , distance]) => distance < 0.07)
    );
    expect(close).toEqual([]);
  });

  test.each(Object.entries(visions))('positive and negative differ at a glance, %s', (_, vision) => {
    expect(apart(colours.positive, colours.negative, vision)).toBeGreaterThan(0.2);
  });

  test.each(quantities)('%s can be read, marked or not', quantity => {
    for (const behind of ['back', 'marked']) {
      expect(contrast(colours[quantity], colours[behind])).toBeGreaterThanOrEqual(4.5);
    }
  });
});
