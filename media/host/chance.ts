/** Chance for a call of the meeting's own: ids for what it makes, a seed for what it deals out. */
import type { Random } from '@veche/kernel/random.ts';
import { v4 as uuid } from 'uuid';
import type { Chance, DecidedCall } from '../control/meeting/meeting-step.ts';

/** For calls that need none. */
export const noChance: Chance = { ids: [], seed: 0 };

export function chanceOf(random: Random, call: DecidedCall): Chance {
  if (call.method !== 'createRooms' && call.method !== 'assignEvenly') return noChance;
  const names = call.method === 'createRooms' ? call.params.names : [];
  const ids = names.map(() => uuid({ random: random.bytes(16) }));
  const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
  return { ids, seed: (a | (b << 8) | (c << 16) | (d << 24)) >>> 0 };
}
