/** Cryptographically strong randomness of the machine, for the kernel's interface. */
import { randomBytes } from 'node:crypto';
import type { Random } from '@veche/kernel/random.ts';

export const systemRandom: Random = { bytes: (length) => randomBytes(length) };
