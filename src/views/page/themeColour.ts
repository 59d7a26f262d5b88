/** A colour of the style sheet as `#rrggbb`, where an element stands; in forced colours a system's word is looked up. */
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
