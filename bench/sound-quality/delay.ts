/** From mouth to ear: how much later a voice arrives through the mix than when its packets are forwarded. */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import { burstDelaysMs, delayProbe } from '@veche/testkit/sound/measures/delay-probe.ts';
import { play } from './scene.ts';

export interface Delays {
  readonly mode: SoundMode;
  /** Of the bursts that arrived. */
  readonly medianMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
  readonly arrived: number;
  readonly sent: number;
}

/** 50 bursts of voice in all for each mode, in two meetings by turns. */
export async function measureDelay(): Promise<Delays[]> {
  const delaysMs: Record<SoundMode, (number | undefined)[]> = { mixed: [], forwarded: [] };
  for (const seed of [601, 602])
    for (const mode of ['forwarded', 'mixed'] as const) {
      const probe = delayProbe({ seed, count: 25, everyMs: 600 });
      const { listener } = await play({ mode, speakers: [{ sound: probe.sound, treatment: 'suppressed' }] });
      delaysMs[mode].push(...burstDelaysMs(probe, listener, { mostMs: 500 }));
    }
  return (['forwarded', 'mixed'] as const).map((mode) => {
    const arrived = delaysMs[mode].filter((delayMs) => delayMs !== undefined).sort((one, other) => one - other);
    return {
      mode,
      medianMs: arrived[Math.floor(arrived.length / 2)] ?? Number.NaN,
      leastMs: arrived[0] ?? Number.NaN,
      mostMs: arrived.at(-1) ?? Number.NaN,
      arrived: arrived.length,
      sent: delaysMs[mode].length,
    };
  });
}
