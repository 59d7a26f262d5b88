import { parseAddress } from '../../trace';
import type { Network } from '../../derivation';

/**
 * The part of the page that a number belongs to: a node, an edge, a bias or the loss. A value, its gradient and
 * a sample's share of the gradient have the same link.
 */
export function linkOf(ref: string, network: Network): string {
  const address = parseAddress(ref);
  if (!address) {
    return '';
  }
  const { name, index } = address;
  const unit = index[index.length - 1];
  if (name.endsWith('.output')) {
    const layer = network.layers.findIndex(each => `${each.name}.output` === name);
    const column = network.stages.findIndex(
      ({ linear, activations }) => linear === layer || activations.includes(layer)
    );
    return nodeLink(column + 1, unit);
  }
  if (name === 'input') {
    return nodeLink(0, network.inputs === 1 ? 0 : unit);
  }
  return name === 'loss' ? 'loss' : `${name}[${name === 'target' ? unit : index.join(',')}]`;
}

/** The link of a node of the graph; column 0 holds the inputs. */
export const nodeLink = (column: number, unit: number): string => `node ${column} ${unit}`;

/** The class that keeps an element lit if its link is unchanged; '' if it was not lit or has another link. */
export const stillLinked = (element: Element, link: string | undefined): string =>
  element.getAttribute('data-link') === link && element.classList.contains('sg-linked') ? ' sg-linked' : '';

/** Lights up every element of `root` with the link of the element under the pointer or with the focus. */
export function linkHover(root: HTMLElement): void {
  let lit: Element[] = [];
  const light = (event: Event): void => {
    const source = event.target instanceof Element ? event.target.closest('[data-link]') : null;
    const link = source?.getAttribute('data-link');
    const found = link ? Array.from(root.querySelectorAll(`[data-link="${CSS.escape(link)}"]`)) : [];
    lit.filter(element => !found.includes(element)).forEach(element => element.classList.remove('sg-linked'));
    found.forEach(element => element.classList.add('sg-linked'));
    lit = found;
  };
  root.addEventListener('mouseover', light);
  root.addEventListener('mouseleave', light);
  root.addEventListener('focusin', light);
}
