/** Symbol names with a TeX command. */
const commands: Record<string, string> = {
  α: '\\alpha',
  β: '\\beta',
  γ: '\\gamma',
  δ: '\\delta',
  ε: '\\varepsilon',
  η: '\\eta',
  κ: '\\kappa',
  λ: '\\lambda',
  μ: '\\mu',
  π: '\\pi',
  τ: '\\tau',
  σ: '\\sigma',
  // In braces, because a superscript may follow.
  'σ²': '{\\sigma^2}',
  x̂: '\\hat{x}',
  ŷ: '\\hat{y}',
  Ŷ: '\\hat{Y}',
  g̃: '\\tilde{g}',
  ḡ: '\\bar{g}',
  m̂: '\\hat{m}',
  v̂: '\\hat{v}',
  ℓ: '\\ell'
};

/** The name of a symbol as TeX: a Greek letter, an upright word, or a letter with Δ or ′. */
export function nameToTeX(name: string): string {
  if (name.startsWith('Δ')) {
    return `\\Delta ${nameToTeX(name.slice(1))}`;
  }
  if (name.endsWith('′')) {
    return `${nameToTeX(name.slice(0, -1))}'`;
  }
  const [, letter, digit] = /^(.)([₀-₉])$/.exec(name) ?? [];
  if (letter) {
    return `{${letter}_${'₀₁₂₃₄₅₆₇₈₉'.indexOf(digit)}}`;
  }
  return commands[name] ?? (name.length > 1 ? `\\operatorname{${name.replace(/[^\w]/g, '')}}` : name);
}
