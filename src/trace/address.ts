/**
 * Where a number of a trace lives: `#3/linear1.weight.grad[2,1]@5` is sample 5's share of the gradient of
 * a weight in iteration 3. Indices start at 0, the sample first.
 */
export interface Address {
  /** Named only when the trace has more than one iteration. */
  iteration?: number;
  /** `linear1.weight`, `linear1.output`, `input`, `target`, `loss`. */
  name: string;
  /** ∂L by it, not the thing itself. */
  grad?: boolean;
  index: readonly number[];
  /** Of this sample alone. */
  sample?: number;
}

/** An address as text. */
export function formatAddress({ iteration, name, grad, index, sample }: Address): string {
  return (
    (iteration === undefined ? '' : `#${iteration}/`) +
    name +
    (grad ? '.grad' : '') +
    (index.length > 0 ? `[${index.join(',')}]` : '') +
    (sample === undefined ? '' : `@${sample}`)
  );
}

const pattern = /^(?:#(\d+)\/)?([^#@[\]]+?)(\.grad)?(?:\[(\d+(?:,\d+)*)\])?(?:@(\d+))?$/;

/** So many texts are remembered with what they say: a page asks for the same ones at every step. */
const KEPT = 4096;
const read = new Map<string, Readonly<Address> | null>();

/** An address from text; null for text that is none. */
export function parseAddress(text: string): Readonly<Address> | null {
  let address = read.get(text);
  if (address === undefined) {
    address = parse(text);
    if (read.size >= KEPT) {
      read.clear();
    }
    read.set(text, address);
  }
  return address;
}

function parse(text: string): Readonly<Address> | null {
  const match = pattern.exec(text);
  if (!match) {
    return null;
  }
  const [, iteration, name, grad, index, sample] = match;
  return {
    ...(iteration === undefined ? {} : { iteration: Number(iteration) }),
    name,
    ...(grad ? { grad: true } : {}),
    index: index ? index.split(',').map(Number) : [],
    ...(sample === undefined ? {} : { sample: Number(sample) })
  };
}
