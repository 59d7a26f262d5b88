import { boundary } from './boundary';
import { confusion } from './confusion';
import { network } from './networkPanel';
import type { PanelKind } from './panel';
import { sizes } from './sizes';
import { spreads } from './spreads';

/** Every panel beside the curves, in the order of its tab. */
export const panels: PanelKind[] = [boundary, network, confusion, sizes, spreads];
