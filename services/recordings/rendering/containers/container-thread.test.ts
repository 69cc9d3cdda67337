import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { handMadeMp4 } from '../fixtures/hand-made-mp4.ts';
import { silence } from '../opus-packets.ts';
import { ContainerFailed, ContainerThread } from './container-thread.ts';

describe('the container thread', () => {
  const thread = new ContainerThread();
  afterEach(() => thread.close());

  it('answers the sound of a chunk, and undefined where there is none that can be read', async () => {
    const packets = silence(100);
    const bytes = handMadeMp4({ frames: 3, packets });
    expect(await thread.soundOf(bytes, 'mp4')).toEqual(packets);
    // What was handed over is still here.
    expect(bytes.length).toBeGreaterThan(500);
    expect(await thread.soundOf(bytes, 'webm')).toBeUndefined();
    expect(await thread.soundOf(new Uint8Array(5_000).fill(0x1a), 'webm')).toBeUndefined();
    expect(await thread.soundOf(bytes.subarray(0, 900), 'mp4')).toBeUndefined();
  });

  it('makes no file out of nothing, and is stopped when nobody wants it any more', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'veche-remux-'));
    const out = join(folder, 'out.webm');
    const pieces = [{ path: join(folder, 'none.webm'), positionMs: 0, durationMs: 10_000 }];
    const abort = new AbortController();
    const remux = () => thread.remuxWebm(pieces, out, abort.signal);
    expect(await remux()).toBe(0);
    const stopped = expect(remux()).rejects.toThrow('it was stopped');
    abort.abort();
    await stopped;
    await expect(remux()).rejects.toThrow(ContainerFailed);
    expect(await thread.soundOf(handMadeMp4({ frames: 3, packets: silence(40) }), 'mp4')).toHaveLength(2);
    rmSync(folder, { recursive: true });
  });

  it('R5: what it was asked when it ended fails, and what it is asked next is answered', async () => {
    const asked = thread.soundOf(handMadeMp4({ frames: 3, packets: silence(100) }), 'mp4');
    const failed = expect(asked).rejects.toThrow(ContainerFailed);
    await thread.close();
    await failed;
    expect(await thread.soundOf(handMadeMp4({ frames: 3, packets: silence(40) }), 'mp4')).toHaveLength(2);
  });
});
