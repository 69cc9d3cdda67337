import { createHash } from 'node:crypto';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { writeSpoolRecord } from '../spool/spool-records.ts';
import { spooled, spooledRecords, spoolHead } from '../suite/spooled-chunk.ts';
import { sealChunk } from './seal-chunk.ts';

async function opened(bytes: Uint8Array) {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes.slice().buffer) });
  const [video, audio] = [(await input.getPrimaryVideoTrack())!, (await input.getPrimaryAudioTrack())!];
  const packets = async (track: typeof video | typeof audio) => {
    const all: { atMs: number; durationMs: number; key: boolean }[] = [];
    for await (const { timestamp, duration, type } of new EncodedPacketSink(track).packets()) {
      all.push({ atMs: Math.round(timestamp * 1_000), durationMs: Math.round(duration * 1_000), key: type === 'key' });
    }
    return all;
  };
  return { video, audio, pictures: await packets(video), sounds: await packets(audio) };
}

describe.each(['h264', 'vp8'] as const)('a chunk of %s', (codec) => {
  it('R2: plays by itself: sound without a hole, each picture until the next, the first from the very start', async () => {
    const startMs = spoolHead.runStartedAtMs + 20_000;
    const sealed = (await sealChunk(spooled({ codec, head: { startMs, number: 2 } })))!;
    const { video, audio, pictures, sounds } = await opened(sealed.bytes);
    expect(video.codec).toBe(codec === 'h264' ? 'avc' : 'vp8');
    expect([audio.codec, audio.sampleRate, audio.numberOfChannels]).toEqual(['opus', 48_000, 2]);
    expect([video.displayWidth, video.displayHeight]).toEqual([320, 180]);
    expect(pictures.map(({ atMs }) => atMs)).toEqual([20_000, 20_513, 21_013, 21_513]);
    expect(sounds).toHaveLength(100);
    expect(sounds.map(({ atMs }) => atMs)).toEqual(sounds.map((_, at) => 20_000 + at * 20));
  });

  it('says what it is', async () => {
    const { chunk, bytes } = (await sealChunk(spooled({ codec })))!;
    expect(chunk).toMatchObject({
      recordingId: spoolHead.recordingId,
      conferenceId: spoolHead.conferenceId,
      number: 0,
      startMs: spoolHead.startMs,
      durationMs: 2_000,
      container: codec === 'h264' ? 'mp4' : 'webm',
      videoCodec: codec,
      codecs: codec === 'h264' ? 'avc1.42c015,opus' : 'vp8,opus',
      widthPx: 320,
      heightPx: 180,
      picture: { source: 'camera' },
      speakers: [{ atMs: spoolHead.startMs, participantId: null }],
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it('without a picture holds a dark still for its whole length', async () => {
    const { chunk, bytes } = (await sealChunk(spooled({ codec, picture: null })))!;
    expect(chunk.picture).toBeNull();
    const { pictures } = await opened(bytes);
    expect(pictures).toMatchObject([{ atMs: 0, key: true }]);
  });

  it('R5: that was cut off is as long as its sound, wherever it was cut off', async () => {
    const records = spooledRecords({ codec }).map(writeSpoolRecord);
    for (const whole of [3, 4, 5, 20, 60]) {
      const spool = Buffer.concat([...records.slice(0, whole), records[whole]!.subarray(0, 5)]);
      const sealed = await sealChunk(spool);
      const sounds = spooledRecords({ codec })
        .slice(0, whole)
        .filter(({ type }) => type === 'sound').length;
      expect(sealed?.chunk.durationMs ?? 0).toBe(sounds * 20);
      if (sealed !== undefined) expect((await opened(sealed.bytes)).sounds).toHaveLength(sounds);
    }
  });
});

it('MP4: one fragment behind what initialises a decoder, which is alike in chunks of one format', async () => {
  const [one, other] = await Promise.all([
    sealChunk(spooled()),
    sealChunk(spooled({ head: { number: 1, startMs: spoolHead.startMs + 2_000 } })),
  ]);
  const boxes = (bytes: Buffer) => {
    const names: string[] = [];
    for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at))
      names.push(bytes.toString('latin1', at + 4, at + 8));
    return names;
  };
  const bytes = Buffer.from(one!.bytes);
  expect(boxes(bytes).slice(0, 4)).toEqual(['ftyp', 'moov', 'moof', 'mdat']);
  expect(boxes(bytes).filter((name) => name === 'moof')).toHaveLength(1);
  const { initBytes } = one!.chunk;
  expect(bytes.toString('latin1', initBytes + 4, initBytes + 8)).toBe('moof');
  expect(other!.chunk.initBytes).toBe(initBytes);
  expect(Buffer.from(other!.bytes).subarray(0, initBytes)).toEqual(bytes.subarray(0, initBytes));
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['garbage', Buffer.from('garbage '.repeat(30))],
  ['a head alone', writeSpoolRecord({ type: 'head', head: spoolHead })],
])('of %s there is nothing to seal', async (_, spool) => {
  expect(await sealChunk(spool)).toBeUndefined();
});
