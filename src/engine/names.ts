/** Letters, marks and digits of any script, _ and $: what names a layer or a field of a class. */
const name = /^[\p{L}\p{M}\p{N}_$]+(\.[\p{L}\p{M}\p{N}_$]+)*$/u;

/** The longest name of a layer or a parameter, in UTF-16 units. */
const LONGEST = 200;

/** Names of other things at the beginning of an address. */
export const takenNames: readonly string[] = ['input', 'target', 'loss'];

/**
 * The rule for the names of layers and parameters, wherever they come from: words of letters, digits, _ and $, joined
 * by dots. A Sequential's own layers have names without dots and $ in ASCII letters.
 */
export const isName = (text: string): boolean => text.length <= LONGEST && name.test(text);
