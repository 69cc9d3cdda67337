import { limits } from '@veche/contracts/limits.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { ByteStream } from '@veche/ports/blobs/blobs.ts';

/** A file can be under way for an hour: the right is asked for again all along, and the stream ends with an error once it is gone. */
export async function* whileItStands(content: ByteStream, clock: Clock, stands: () => Promise<boolean>): ByteStream {
  let askAgainAtMs = clock.nowMs() + limits.recordingGrantCheckMs;
  for await (const part of content) {
    if (clock.nowMs() >= askAgainAtMs) {
      if (!(await stands())) throw new Error('The right to what is being sent was withdrawn');
      askAgainAtMs = clock.nowMs() + limits.recordingGrantCheckMs;
    }
    yield part;
  }
}
