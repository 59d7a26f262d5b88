import { h } from '../../src/views/page/dom';
import { translatable } from '../../src/views/page/translate';
import type { Lens, LensKind } from '../../src/views/lenses';

/** The shape of the input. */
export const shape: LensKind = {
  id: 'shape',
  title: translatable('Shape'),
  make: ({ trace }, translate): Lens => {
    const element = h('p');
    return {
      element,
      draw: () => {
        const input = trace.data.input.shape.join(' × ');
        element.textContent = `${translate('Shape')}: ${input}`;
      }
    };
  }
};
