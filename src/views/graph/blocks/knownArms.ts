import type { Module } from '../../../engine';
import { armsOf } from './armsOf';
import type { Arm, BlockPass } from './block';

const known = new WeakMap<Module, Pick<BlockPass, 'x' | 'y' | 'g'> & { arms: Arm[] }>();

/** The arms of a layer in a pass, memoised: a layer with layers inside is computed again for them. */
export function knownArms(pass: BlockPass): Arm[] {
  const { layer, x, y, g } = pass;
  const last = known.get(layer);
  if (last && last.x === x && last.y === y && last.g === g) {
    return last.arms;
  }
  const arms = armsOf(pass);
  known.set(layer, { x, y, g, arms });
  return arms;
}
