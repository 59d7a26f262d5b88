/**
 * The address of a number in a trace: `#3/linear1.weight.grad[2,1]@5` is sample 5's share of the gradient of
 * a weight in iteration 3, `after/loss` the loss with the updated weights. Indices start at 0, the sample's index first.
 */
export interface Address {
  /** Given only if the trace has more than one iteration. */
  iteration?: number;
  /** Whether the number is computed with the weights that the iteration's update left. */
  after?: boolean;
  /** `linear1.weight`, `linear1.output`, `input`, `target`, `loss`. */
  name: string;
  /** Whether the address is of ∂L/∂ the number instead of the number itself. */
  grad?: boolean;
  index: readonly number[];
  /** The sample whose share is meant; absent for the whole batch. */
  sample?: number;
}

/** Writes an address as text. */
export function formatAddress({ iteration, after, name, grad, index, sample }: Address): string {
  return (
    (iteration === undefined ? '' : `#${iteration}/`) +
    (after ? 'after/' : '') +
    name +
    (grad ? '.grad' : '') +
    (index.length > 0 ? `[${index.join(',')}]` : '') +
    (sample === undefined ? '' : `@${sample}`)
  );
}

const pattern = /^(?:#(\d+)\/)?(after\/)?([^#@[\]]+?)(\.grad)?(?:\[(\d+(?:,\d+)*)\])?(?:@(\d+))?$/;

/** Addresses in the cache of `parseAddress`: a page asks for the same texts at every step. */
const CACHED = 4096;
const read = new Map<string, Readonly<Address> | null>();

/** Reads an address from text. Returns null if the text is not an address. */
export function parseAddress(text: string): Readonly<Address> | null {
  let address = read.get(text);
  if (address === undefined) {
    address = parse(text);
    if (read.size >= CACHED) {
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
  const [, iteration, after, name, grad, index, sample] = match;
  return {
    ...(iteration === undefined ? {} : { iteration: Number(iteration) }),
    ...(after ? { after: true } : {}),
    name,
    ...(grad ? { grad: true } : {}),
    index: index ? index.split(',').map(Number) : [],
    ...(sample === undefined ? {} : { sample: Number(sample) })
  };
}
