/** The method by which Node, and so a notebook, prints an object; a plain symbol where there is no Node. */
export const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;
