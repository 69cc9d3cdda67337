/** How loud each of several known voices is in a mixture: the gains with which their sum comes nearest to it, by least squares. */

/** One gain for each voice, decibels; all lie sample over sample with the mixture. -Infinity: not there. */
export function projectionsDb(voices: readonly Float32Array[], mixture: Float32Array): number[] {
  const matrix = voices.map((one) => [...voices.map((other) => product(one, other)), product(one, mixture)]);
  return solve(matrix).map((gain) => (gain > 0 ? 20 * Math.log10(gain) : Number.NEGATIVE_INFINITY));
}

function product(one: Float32Array, other: Float32Array): number {
  const length = Math.min(one.length, other.length);
  let sum = 0;
  for (let at = 0; at < length; at++) sum += one[at]! * other[at]!;
  return sum;
}

/** Gauss, with pivots; rows hold the right side as their last entry. A voice that is silent or twice there gets 0. */
function solve(rows: number[][]): number[] {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const head = rows[column]!;
    if (Math.abs(head[column]!) < 1e-12) continue;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / head[column]!;
      for (let at = column; at <= size; at++) rows[row]![at]! -= factor * head[at]!;
    }
  }
  return rows.map((row, at) => (Math.abs(row[at]!) < 1e-12 ? 0 : row[size]! / row[at]!));
}
