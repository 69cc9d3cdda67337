import type { LogEvent } from '@veche/ports/log/log.ts';
import { it } from 'vitest';
import { startReader } from './log-reader.ts';

it('a reader that is closed while it looks for events stops, though none come', async () => {
  const looking = Promise.withResolvers<void>();
  const found = Promise.withResolvers<readonly LogEvent[]>();
  const reader = startReader(
    {
      next: () => {
        looking.resolve();
        return found.promise;
      },
      whenMore: () => () => undefined,
      gatherMs: 0,
      handle: () => undefined,
      onHandled: () => undefined,
      onSetAside: () => undefined,
      onClosed: async () => undefined,
      tries: { max: 1, firstDelayMs: 1, maxDelayMs: 1 },
    },
    0,
  );
  await looking.promise;
  const closed = reader.close();
  found.resolve([]);
  await closed;
});
