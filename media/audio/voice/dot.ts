/** Sum of products of `one` with as many of `other` from `from` on; their number is a multiple of four. Four sums, so that no addition waits for the last. */
export function dot(one: Float64Array, other: Float64Array, from = 0): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let at = 0; at < one.length; at += 4) {
    sum0 += one[at]! * other[from + at]!;
    sum1 += one[at + 1]! * other[from + at + 1]!;
    sum2 += one[at + 2]! * other[from + at + 2]!;
    sum3 += one[at + 3]! * other[from + at + 3]!;
  }
  return sum0 + sum1 + (sum2 + sum3);
}
