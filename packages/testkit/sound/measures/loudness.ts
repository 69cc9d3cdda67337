/** Loudness as people perceive it: ITU-R BS.1770-4 for one channel at 48 kHz, K-weighted, with both gates, so that pauses do not count. */

interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/** Annex 1, tables 1 and 2. */
const headShelf: Biquad = {
  b: [1.53512485958697, -2.69169618940638, 1.19839281085285],
  a: [-1.69065929318241, 0.73248077421585],
};
const lowCut: Biquad = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] };

const blockSamples = 19_200;
const stepSamples = 4_800;
const offsetDb = -0.691;
const absoluteGateLufs = -70;
const relativeGateDb = -10;

/** LUFS; -Infinity when nothing passes the gates. */
export function loudnessLufs(sound: Float32Array): number {
  const weighted = filter(filter(sound, headShelf), lowCut);
  const powers: number[] = [];
  for (let from = 0; from + blockSamples <= weighted.length; from += stepSamples) {
    let power = 0;
    for (let at = from; at < from + blockSamples; at++) power += weighted[at]! ** 2;
    powers.push(power / blockSamples);
  }
  const audible = powers.filter((power) => toLufs(power) > absoluteGateLufs);
  const gate = toLufs(mean(audible)) + relativeGateDb;
  return toLufs(mean(audible.filter((power) => toLufs(power) > gate)));
}

const toLufs = (power: number): number => offsetDb + 10 * Math.log10(power);
const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function filter(sound: Float32Array, { b, a }: Biquad): Float32Array {
  const filtered = new Float32Array(sound.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let at = 0; at < sound.length; at++) {
    const x = sound[at]!;
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    filtered[at] = y;
  }
  return filtered;
}
