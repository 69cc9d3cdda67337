import { createHash } from 'node:crypto';
import { silentLogger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import { describe } from 'vitest';
import { planeContract } from '../plane/suite/contract-suite.ts';
import { createTypeScriptPlane } from './plane.ts';

/** The same bytes in every run. */
function seededRandom(): Random {
  let count = 0;
  return { bytes: (length) => createHash('sha256').update(`plane ${count++}`).digest().subarray(0, length) };
}

describe('the plane in TypeScript', () => {
  planeContract((listener, clock) =>
    createTypeScriptPlane({ clock, random: seededRandom(), logger: silentLogger }, listener),
  );
});
