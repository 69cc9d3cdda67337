/** Cross-correlation by the fast Fourier transform, so that a delay is found among all delays at once. */

/** In place, radix 2; the length is a power of two. `direction` -1: forward, 1: back, not scaled. */
export function transform(real: Float64Array, imaginary: Float64Array, direction: -1 | 1): void {
  const size = real.length;
  for (let at = 1, mirrored = 0; at < size; at++) {
    let bit = size >> 1;
    for (; mirrored & bit; bit >>= 1) mirrored ^= bit;
    mirrored ^= bit;
    if (at < mirrored) {
      [real[at], real[mirrored]] = [real[mirrored]!, real[at]!];
      [imaginary[at], imaginary[mirrored]] = [imaginary[mirrored]!, imaginary[at]!];
    }
  }
  const cosines = Float64Array.from({ length: size / 2 }, (_, turn) => Math.cos((2 * Math.PI * turn) / size));
  const sines = Float64Array.from({ length: size / 2 }, (_, turn) => direction * Math.sin((2 * Math.PI * turn) / size));
  for (let half = 1, stride = size >> 1; half < size; half *= 2, stride >>= 1) {
    for (let base = 0; base < size; base += 2 * half) {
      for (let low = base, turn = 0; low < base + half; low++, turn += stride) {
        const high = low + half;
        const re = real[high]! * cosines[turn]! - imaginary[high]! * sines[turn]!;
        const im = real[high]! * sines[turn]! + imaginary[high]! * cosines[turn]!;
        real[high] = real[low]! - re;
        imaginary[high] = imaginary[low]! - im;
        real[low]! += re;
        imaginary[low]! += im;
      }
    }
  }
}

/** So few lags are summed up sooner than transformed. */
const fewLags = 128;

/** Result at lag d, for d from 0 to `lags` - 1: the sum over t of reference[t] * received[t + d]. */
export function crossCorrelation(reference: Float32Array, received: Float32Array, lags: number): Float64Array {
  if (lags <= fewLags) return Float64Array.from({ length: lags }, (_, lag) => productAt(reference, received, lag));
  let size = 1;
  while (size < reference.length + Math.max(received.length, lags)) size *= 2;
  const re = Float64Array.from({ length: size }, (_, at) => reference[at] ?? 0);
  const im = Float64Array.from({ length: size }, (_, at) => received[at] ?? 0);
  // Both real signals in one transform: the one as the real, the other as the imaginary part.
  transform(re, im, -1);
  const productRe = new Float64Array(size);
  const productIm = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    const mirrored = (size - at) % size;
    const aRe = (re[at]! + re[mirrored]!) / 2;
    const aIm = (im[at]! - im[mirrored]!) / 2;
    const bRe = (im[at]! + im[mirrored]!) / 2;
    const bIm = (re[mirrored]! - re[at]!) / 2;
    productRe[at] = aRe * bRe + aIm * bIm;
    productIm[at] = aRe * bIm - aIm * bRe;
  }
  transform(productRe, productIm, 1);
  return productRe.subarray(0, lags).map((value) => value / size);
}

function productAt(reference: Float32Array, received: Float32Array, lag: number): number {
  const length = Math.min(reference.length, received.length - lag);
  let sum = 0;
  for (let at = 0; at < length; at++) sum += reference[at]! * received[at + lag]!;
  return sum;
}
