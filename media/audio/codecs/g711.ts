/** G.711 (ITU-T, 11/1988): one byte a sample at 8 kHz, logarithmic by mu-law (PCMU) or A-law (PCMA). */
export type G711Law = 'pcmu' | 'pcma';

const muBias = 0x84;
const muClip = 32_635;

function expandMu(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + muBias) << ((bits & 0x70) >> 4)) - muBias;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
}

function expandA(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits & 0x70) >> 4;
  const mantissa = (bits & 0x0f) << 4;
  const magnitude = segment === 0 ? mantissa + 8 : (mantissa + 0x108) << (segment - 1);
  return (bits & 0x80) === 0 ? -magnitude : magnitude;
}

function compressMu(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(muClip, Math.abs(sample)) + muBias;
  const exponent = 24 - Math.clz32(magnitude);
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function compressA(sample: number): number {
  const isPositive = sample >= 0;
  const magnitude = Math.min(32_767, isPositive ? sample : -sample - 1);
  const exponent = Math.max(0, 24 - Math.clz32(magnitude));
  const mantissa = exponent === 0 ? magnitude >> 4 : magnitude >> (exponent + 3);
  const bits = (exponent << 4) | (mantissa & 0x0f) | (isPositive ? 0x80 : 0);
  return bits ^ 0x55;
}

const expanded: Readonly<Record<G711Law, Float32Array>> = {
  pcmu: Float32Array.from({ length: 256 }, (_, code) => expandMu(code) / 32_768),
  pcma: Float32Array.from({ length: 256 }, (_, code) => expandA(code) / 32_768),
};

const compressed: Readonly<Record<G711Law, Uint8Array>> = {
  pcmu: Uint8Array.from({ length: 65_536 }, (_, index) => compressMu(index - 32_768)),
  pcma: Uint8Array.from({ length: 65_536 }, (_, index) => compressA(index - 32_768)),
};

export function decodeG711(law: G711Law, bytes: Uint8Array, into: Float32Array): number {
  const table = expanded[law];
  for (let i = 0; i < bytes.length; i++) into[i] = table[bytes[i]!]!;
  return bytes.length;
}

export function encodeG711(law: G711Law, samples: Float32Array, count: number, into: Uint8Array): number {
  const table = compressed[law];
  for (let i = 0; i < count; i++) {
    const scaled = Math.max(-32_768, Math.min(32_767, Math.round(samples[i]! * 32_768))) | 0;
    into[i] = table[scaled + 32_768]!;
  }
  return count;
}
