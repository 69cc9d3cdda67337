/** For what must be done in the end, and can be done twice: tried again, later and later, until it went well or the program closes. */
import { setTimeout } from 'node:timers/promises';
import { backoffMs } from '@veche/kernel/backoff.ts';

const firstRetryMs = 500;
const maxRetryMs = 60_000;

export interface Insisting {
  readonly closing: AbortSignal;
  onFailure(error: unknown): void;
}

/** Never rejects. */
export async function insist(work: () => Promise<unknown>, { closing, onFailure }: Insisting): Promise<void> {
  for (let tries = 0; !closing.aborted; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      onFailure(error);
    }
    await setTimeout(backoffMs(tries, firstRetryMs, maxRetryMs, 1), undefined, { signal: closing, ref: false }).catch(
      () => undefined,
    );
  }
}
