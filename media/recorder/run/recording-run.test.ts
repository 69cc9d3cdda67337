import { limits } from '@veche/contracts/limits.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeliveredPacket } from '../../plane/events.ts';
import type { PictureStream } from '../commands.ts';
import { soundFrameMs } from '../sound/sound-row.ts';
import type { SpoolHead, SpoolRecord } from '../spool/spool-records.ts';
import { PictureSource, soundPacket } from '../suite/recorded-media.ts';
import { soundTreatmentMs } from './picture-order.ts';
import { orderedAfterMs, RecordingRun } from './recording-run.ts';

const startMs = 1_790_000_000_000;
const soundBehindPictureMs = soundTreatmentMs + limits.voiceDelayMinMs;
const beatMs = 50;
const soundRouteId = 1;

interface Chunk {
  readonly head: SpoolHead;
  readonly records: SpoolRecord[];
}

let nowMs: number;
let chunks: Chunk[];
let wishes: { routeId: number; atMs: number }[];
let run: RecordingRun;

beforeEach(() => {
  nowMs = startMs;
  chunks = [];
  wishes = [];
  run = new RecordingRun(
    { recordingId: 'r', conferenceId: 'c', soundRouteId },
    {
      begin: (head) => chunks.push({ head, records: [] }),
      add: (record) => chunks.at(-1)!.records.push(record),
      end: () => undefined,
      wantKeyFrame: (routeId) => wishes.push({ routeId, atMs: nowMs }),
    },
    startMs,
  );
});

/** Somebody with a camera of 25 pictures a second. */
class Camera {
  readonly stream: PictureStream;
  readonly source: PictureSource;
  isOn = true;
  /** A key frame is due, and whether asking for one has an effect. */
  needsKey = true;
  obeys = true;
  size = { widthPx: 640, heightPx: 360 };
  /** Bytes that each picture has more. */
  padding = 0;

  constructor(routeId: number, participantId: string, source: 'camera' | 'screen' = 'camera') {
    this.stream = { routeId, participantId, source, format: 'vp8' };
    this.source = new PictureSource(routeId);
  }

  pictures(atMs: number): DeliveredPacket[] {
    if (!this.isOn || (atMs - startMs) % 40 !== 0) return [];
    const key = this.needsKey;
    this.needsKey = false;
    return this.source.picture(atMs, { key, ...this.size, padding: this.padding });
  }
}

/** Lets so much time pass, millisecond by millisecond, with sound all along. */
function pass(ms: number, cameras: readonly Camera[] = []): void {
  for (const endMs = nowMs + ms; nowMs < endMs; ) {
    if ((nowMs - startMs) % soundFrameMs === 0) {
      run.receive(soundPacket(soundRouteId, (nowMs - startMs) / soundFrameMs - 1, nowMs));
    }
    for (const camera of cameras) for (const packet of camera.pictures(nowMs)) run.receive(packet);
    if ((nowMs - startMs) % beatMs === 0) {
      run.tick(nowMs);
      for (const { routeId } of wishes.filter(({ atMs }) => atMs === nowMs)) {
        const camera = cameras.find(({ stream, obeys }) => obeys && stream.routeId === routeId);
        if (camera !== undefined) camera.needsKey = true;
      }
    }
    nowMs += 1;
  }
}
const show = (camera: Camera | null) => run.setPicture(camera?.stream ?? null, nowMs);

const lengthMs = ({ records }: Chunk) => records.filter(({ type }) => type === 'sound').length * soundFrameMs;
const shownIn = ({ records }: Chunk) =>
  records.flatMap((record) => (record.type === 'format' ? [record.picture.participantId] : []));
/** See `vp8Text`. */
const takenMsOf = (data: Uint8Array) => Number(/picture (\d+)/.exec(Buffer.from(data).toString('latin1'))?.[1]);
const picturesIn = ({ records }: Chunk) =>
  records.filter((record): record is Extract<SpoolRecord, { type: 'picture' }> => record.type === 'picture');

describe('a run', () => {
  it('R2: is cut at key frames that were asked for in time, into chunks of about ten seconds', () => {
    const anna = new Camera(2, 'anna');
    show(anna);
    pass(40_000, [anna]);
    run.end(nowMs);
    expect(chunks.length).toBeGreaterThanOrEqual(4);
    for (const chunk of chunks.slice(0, -1)) {
      expect(lengthMs(chunk)).toBeGreaterThanOrEqual(limits.recordingChunkMs);
      expect(lengthMs(chunk)).toBeLessThan(limits.recordingChunkMs + 500);
    }
    for (const chunk of chunks) {
      expect(picturesIn(chunk)[0]?.key).toBe(true);
      expect(shownIn(chunk)).toEqual(['anna']);
    }
  });

  it('R2, R4: whatever comes at one moment, no chunk is without sound: its number would be missing', () => {
    const [anna, boris, clara] = [new Camera(2, 'anna'), new Camera(3, 'boris'), new Camera(4, 'clara')];
    const all = [anna, boris, clara];
    for (let round = 0; round < 60; round++) {
      for (const camera of all) camera.needsKey = true;
      // Two changes, or a change and darkness, between two beats, with key frames of all of them at the same time.
      show(all[round % 3]!);
      pass(round % 7, all);
      show(round % 4 === 0 ? null : all[(round + 1) % 3]!);
      pass(40 + (round % 5) * 40, all);
    }
    pass(1_000, all);
    run.end(nowMs);
    expect(chunks.length).toBeGreaterThan(20);
    for (const chunk of chunks.slice(0, -1)) expect(lengthMs(chunk)).toBeGreaterThan(0);
  });

  it('R2: chunks follow each other without a gap, and no frame is lost, doubled or moved', () => {
    const anna = new Camera(2, 'anna');
    show(anna);
    pass(30_000, [anna]);
    run.end(nowMs);
    chunks.forEach((chunk, at) => {
      expect(chunk.head.number).toBe(at);
      const before = chunks[at - 1];
      expect(chunk.head.startMs).toBe(before === undefined ? startMs : before.head.startMs + lengthMs(before));
      for (const { atMs } of picturesIn(chunk)) {
        expect(atMs).toBeGreaterThanOrEqual(chunk.head.startMs);
        expect(atMs).toBeLessThan(chunk.head.startMs + lengthMs(chunk) + soundFrameMs);
      }
    });
    const total = chunks.reduce((sum, chunk) => sum + lengthMs(chunk), 0);
    expect(total).toBe(Math.floor((nowMs - startMs) / soundFrameMs) * soundFrameMs);
    const times = chunks.flatMap(picturesIn).map(({ atMs }) => atMs - startMs - soundBehindPictureMs);
    // What would stand behind the last sound is left out with the end.
    expect(times).toHaveLength(Math.ceil((total - soundBehindPictureMs) / 40));
    expect(times.every((time, at) => Math.abs(time - at * 40) < 1)).toBe(true);
  });

  it('R3: is cut where another is shown, at their first key frame; until then the one before goes on', () => {
    const [anna, boris] = [new Camera(2, 'anna'), new Camera(3, 'boris')];
    show(anna);
    pass(3_000, [anna, boris]);
    boris.isOn = false;
    show(boris);
    pass(400, [anna, boris]);
    boris.isOn = true;
    boris.needsKey = true;
    pass(3_000, [anna, boris]);
    run.end(nowMs);
    expect(chunks.map(shownIn)).toEqual([['anna'], ['boris']]);
    const cutMs = chunks[1]!.head.startMs - startMs;
    expect(cutMs).toBeGreaterThanOrEqual(3_400);
    expect(cutMs).toBeLessThan(3_400 + soundBehindPictureMs + 60);
    expect(picturesIn(chunks[0]!).at(-1)!.atMs - startMs).toBeGreaterThan(cutMs - 60);
  });

  it('R3: pictures keep with the sound that belongs to them: a delay that changes is followed step by step', () => {
    const [anna, boris] = [new Camera(2, 'anna'), new Camera(3, 'boris')];
    show(anna);
    pass(2_000, [anna, boris]);
    run.setSoundDelay(150);
    pass(6_000, [anna, boris]);
    run.setSoundDelay(30);
    show(boris);
    pass(4_000, [anna, boris]);
    run.end(nowMs);
    const laterFor = (who: string) =>
      chunks
        .filter((chunk) => shownIn(chunk)[0] === who)
        .flatMap((chunk) => picturesIn(chunk).map(({ atMs, data }) => Math.round(atMs - takenMsOf(data))));
    const [ofAnna, ofBoris] = [laterFor('anna'), laterFor('boris')];
    expect([ofAnna[0], Math.max(...ofAnna)]).toEqual([soundBehindPictureMs, 150 + soundTreatmentMs]);
    for (const [at, laterMs] of ofAnna.entries()) expect(laterMs - (ofAnna[at - 1] ?? laterMs)).toBeLessThanOrEqual(2);
    // Nobody's picture is shown twice or goes back: whoever is new begins where they belong.
    expect(new Set(ofBoris.slice(5))).toEqual(new Set([30 + soundTreatmentMs]));
  });

  it('does not leave somebody who is back before the other has begun', () => {
    const [anna, boris] = [new Camera(2, 'anna'), new Camera(3, 'boris')];
    show(anna);
    pass(2_000, [anna]);
    show(boris);
    pass(200, [anna]);
    show(anna);
    pass(2_000, [anna]);
    run.end(nowMs);
    expect(chunks.map(shownIn)).toEqual([['anna']]);
  });

  it('is cut where the size changes, and where the picture goes away', () => {
    const anna = new Camera(2, 'anna');
    show(anna);
    pass(2_000, [anna]);
    anna.size = { widthPx: 320, heightPx: 180 };
    anna.needsKey = true;
    pass(2_000, [anna]);
    show(null);
    pass(3_000);
    run.end(nowMs);
    expect(chunks.map(shownIn)).toEqual([['anna'], ['anna'], []]);
    expect(chunks[2]!.head.startMs - startMs - 4_000).toBeLessThanOrEqual(soundBehindPictureMs);
  });

  it('begins without a sliver of darkness while the first key frame is on its way', () => {
    const anna = new Camera(2, 'anna');
    anna.isOn = false;
    show(anna);
    pass(700, [anna]);
    anna.isOn = true;
    pass(3_000, [anna]);
    run.end(nowMs);
    expect(chunks.map(shownIn)).toEqual([['anna']]);
  });

  it('without any picture is cut by time', () => {
    pass(20_000);
    run.end(nowMs);
    expect(chunks.map(lengthMs)).toEqual([8_000, 8_000, 4_000]);
  });

  it('goes on without a picture when a sender gives no key frame, and asks again and again', () => {
    const anna = new Camera(2, 'anna');
    anna.obeys = false;
    show(anna);
    pass(15_000, [anna]);
    expect(lengthMs(chunks[0]!)).toBe(limits.recordingChunkMaxMs);
    expect(picturesIn(chunks[1]!)).toEqual([]);
    expect(wishes.filter(({ atMs }) => atMs > startMs + 12_000).length).toBeGreaterThanOrEqual(2);
    anna.needsKey = true;
    pass(3_000, [anna]);
    run.end(nowMs);
    expect(shownIn(chunks.at(-1)!)).toEqual(['anna']);
  });

  it('asks the one that is shown to be cut in time, also while another gives nothing', () => {
    const [anna, boris] = [new Camera(2, 'anna'), new Camera(3, 'boris')];
    boris.isOn = false;
    show(anna);
    pass(1_000, [anna, boris]);
    show(boris);
    pass(30_000, [anna, boris]);
    run.end(nowMs);
    expect(chunks.map(shownIn)).toEqual(chunks.map(() => ['anna']));
    expect(chunks.length).toBeGreaterThanOrEqual(3);
  });

  it('makes no chunk for each of the pictures of somebody who changes their size all the time', () => {
    const anna = new Camera(2, 'anna');
    show(anna);
    for (let time = 0; time < 250; time++) {
      anna.size = { widthPx: time % 2 === 0 ? 640 : 320, heightPx: 360 };
      anna.needsKey = true;
      pass(40, [anna]);
    }
    run.end(nowMs);
    expect(chunks.length).toBeLessThanOrEqual(11);
    const lengths = chunks.slice(0, -1).map(lengthMs);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(limits.recordingChunkMinMs);
    // All pictures of one chunk are of one size: what else came in between is left out.
    for (const chunk of chunks)
      expect(chunk.records.filter(({ type }) => type === 'format').length).toBeLessThanOrEqual(1);
  });

  it('is cut early where there is very much of it', () => {
    const anna = new Camera(2, 'anna');
    anna.padding = 1024 * 1024;
    show(anna);
    pass(4_000, [anna]);
    run.end(nowMs);
    const bytesOf = (chunk: Chunk) => picturesIn(chunk).reduce((sum, { data }) => sum + data.length, 0);
    expect(chunks.length).toBeGreaterThanOrEqual(3);
    for (const chunk of chunks)
      expect(bytesOf(chunk)).toBeLessThan(2 * limits.recordingChunkCutBytes + 2 * anna.padding);
    anna.obeys = false;
    pass(6_000, [anna]);
    for (const chunk of chunks) expect(bytesOf(chunk)).toBeLessThan(limits.recordingChunkMaxBytes);
  });

  it('tells who speaks, chunk by chunk', () => {
    run.setSpeaker('anna', nowMs);
    pass(5_000);
    run.setSpeaker('boris', nowMs);
    pass(5_000);
    run.setSpeaker(null, nowMs);
    pass(1_000);
    run.end(nowMs);
    const speakers = chunks.map(({ records }) =>
      records.flatMap((record) =>
        record.type === 'speaker' ? [[Math.round((record.atMs - startMs) / 100) / 10, record.participantId]] : [],
      ),
    );
    expect(speakers).toEqual([
      [
        [0, null],
        [0, 'anna'],
        [5, 'boris'],
      ],
      [
        [8, 'boris'],
        [10, null],
      ],
    ]);
  });

  it('R5: is never further behind the world than half a second and a beat', () => {
    const anna = new Camera(2, 'anna');
    show(anna);
    for (let step = 0; step < 50; step++) {
      pass(117, [anna]);
      const recordedMs = chunks.reduce((sum, chunk) => sum + lengthMs(chunk), 0);
      expect(nowMs - startMs - recordedMs).toBeLessThanOrEqual(orderedAfterMs + beatMs + soundFrameMs);
    }
  });

  it('takes pictures that overtook the word that they are to be shown', () => {
    const anna = new Camera(2, 'anna');
    pass(200, [anna]);
    show(anna);
    pass(2_000, [anna]);
    run.end(nowMs);
    expect(chunks.map(shownIn)).toEqual([['anna']]);
    expect(picturesIn(chunks[0]!)[0]!.atMs - startMs).toBeLessThan(200);
  });
});
