/**
 * A CSS variable's colour at an element, as `#rrggbb`. In forced colours it is a system keyword, which a canvas
 * resolves; grey if it is undefined.
 */
export function themeColour(element: Element, name: string): string {
  const given = getComputedStyle(element).getPropertyValue(name).trim();
  if (/^#[\da-f]{6}$/i.test(given)) {
    return given;
  }
  const context = document.createElement('canvas').getContext('2d');
  if (!context || given === '') {
    return '#808080';
  }
  context.fillStyle = given;
  return String(context.fillStyle);
}
