import { Activation, Linear, Sequential } from '../../../engine';
import type { Arm, BlockPass } from './block';
import { blockOf } from './registry';

/** The arms of any layer: of a block, of layers one after the other, of a Linear or of an activation. */
export function armsOf(pass: BlockPass): Arm[] {
  const { layer } = pass;
  const kind = blockOf(layer.constructor.name);
  return kind
    ? kind.arms(pass, armsOf)
    : layer instanceof Sequential
      ? inSequence(pass as BlockPass<Sequential>)
      : [plainArm(pass)];
}

/** A Linear, an activation, or another layer, as one arm. */
function plainArm({ layer, path, x, y, g }: BlockPass): Arm {
  if (layer instanceof Linear) {
    return {
      ...{ column: 0, heading: 'Linear', symbol: 'z', value: y, grad: g },
      ...(layer.bias ? { bias: `${path}.bias` } : {}),
      links: [{ from: -1, joins: 'weights', weight: { name: `${path}.weight`, x, grad: g } }]
    };
  }
  const heading = layer instanceof Activation ? layer.symbol : layer.constructor.name;
  return {
    ...{ column: 0, heading, symbol: 'a', value: y, grad: g },
    links: [{ from: -1, joins: layer instanceof Activation ? 'each' : 'all' }]
  };
}

/** The arms of layers one after the other; a Linear and the activation after it are neurons. */
function inSequence({ layer, path, x, y, g }: BlockPass<Sequential>): Arm[] {
  const children = layer.children();
  const inputs = [x];
  children.forEach(([, child], i) => inputs.push(child.forward(inputs[i])));
  const grads = [g];
  [...children].reverse().forEach(([, child], i) => grads.push(child.backward(grads[i])));
  grads.reverse();
  let arms: Arm[] = [];
  children.forEach(([name, child], i) => {
    const before = children[i - 1]?.[1];
    const output = i === children.length - 1 ? y : inputs[i + 1];
    if (child instanceof Activation && before instanceof Linear) {
      const last = arms[arms.length - 1];
      const heading = `a = ${child.symbol}(z)`;
      const sum = { value: last.value, activation: child };
      arms = [...arms.slice(0, -1), { ...last, heading, symbol: 'a', value: output, sum }];
    } else {
      arms = behind(
        arms,
        armsOf({ layer: child, path: `${path}.${name}`, x: inputs[i], y: output, g: grads[i + 1] })
      );
    }
  });
  return arms;
}

/** Arms of a layer behind those of the layers before it. */
export function behind(before: Arm[], arms: Arm[]): Arm[] {
  const columns = Math.max(-1, ...before.map(({ column }) => column)) + 1;
  return [
    ...before,
    ...arms.map(arm => ({
      ...arm,
      column: arm.column + columns,
      links: arm.links.map(links => ({
        ...links,
        from: links.from < 0 ? before.length - 1 : links.from + before.length
      }))
    }))
  ];
}
