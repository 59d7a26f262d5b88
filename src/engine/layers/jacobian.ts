import { Equation, Explanation, Row } from '../formula/explanation';
import {
  Expression,
  Notation,
  evaluate,
  matrix,
  product,
  quantity,
  series,
  symbol,
  written
} from '../formula/expression';

/**
 * ∂L/∂zᵢ of a layer whose outputs each depend on every input:
 * ∂L/∂zᵢ = Σⱼ ∂L/∂aⱼ · ∂aⱼ/∂zᵢ, with the matrix of all ∂aⱼ/∂zᵢ.
 * @param entry the formula of ∂aⱼ/∂zᵢ
 */
export function throughJacobian(
  row: Pick<Row, 'input' | 'output' | 'gradOutput'>,
  i: number,
  entry: (j: number, i: number) => Expression
): Explanation {
  const { input, output, gradOutput } = row;
  const n = output.length;
  const partial = (j: number, k: number): Expression =>
    quantity({ ...symbol(output.at(j)), by: symbol(input.at(k)) }, 'activation', evaluate(entry(j, k)));
  const general = quantity({ ...symbol(output.general('j')), by: symbol(input.at(i)) }, 'activation', NaN);
  const form = series(
    gradOutput.map((g, j) => product(g, partial(j, i))),
    product(gradOutput.general('j'), general),
    `j=1,${n}`
  );
  const plain = ({ sub: _sub, ...rest }: Notation): Notation => rest;
  const whole: Equation = {
    left: quantity({ ...plain(symbol(output.at(0))), by: plain(symbol(input.at(0))) }, 'activation', NaN),
    forms: [matrix(n, n, entry)],
    result: matrix(n, n, partial)
  };
  // An abbreviated matrix may lack the entries of this sum.
  const entries = n > written(n).length ? [i] : [];
  const where = entries.map((j): Equation => ({ left: partial(j, i), forms: [entry(j, i)] }));
  return { forms: [form], where: [...where, whole] };
}
