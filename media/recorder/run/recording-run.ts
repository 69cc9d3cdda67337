/**
 * One run of a recording: from packets and what control says to the records of one chunk after the other. Sound and pictures are brought into one order
 * by their times, half a second behind the world, which is how long a late packet is waited for; what is later still is put where the order stands.
 * A chunk begins at a picture that a decoder can begin with, or without a picture: never anywhere else.
 */

import { limits } from '@veche/contracts/limits.ts';
import type { RecordedPicture } from '@veche/contracts/recording/recorded-chunk.ts';
import type { DeliveredPacket } from '../../plane/events.ts';
import type { PictureStream } from '../commands.ts';
import { type PictureFormat, sameFormat } from '../picture/encoded-picture.ts';
import { SoundRow, soundFrameMs } from '../sound/sound-row.ts';
import type { SpoolHead, SpoolRecord } from '../spool/spool-records.ts';
import { PictureOrder, type ShownPicture } from './picture-order.ts';

export interface RunSink {
  begin(head: SpoolHead): void;
  add(record: SpoolRecord): void;
  end(): void;
  wantKeyFrame(routeId: number): void;
}

/** How far behind the world everything is brought into order. */
export const orderedAfterMs = 500;
/** A chunk that has shown nobody for no longer than this is given to whoever comes: no sliver of darkness at a start. */
const sliverMs = 1_500;
/** A key frame that was asked for and does not come is asked for again. */
const askAgainMs = 1_000;

export class RecordingRun {
  readonly #head: Omit<SpoolHead, 'number' | 'startMs' | 'codec'>;
  readonly #soundRouteId: number;
  readonly #sink: RunSink;
  readonly #sound: SoundRow;
  readonly #pictures: PictureOrder;
  #number = 0;
  #chunkStartMs: number;
  #format: PictureFormat | undefined;
  #picture: RecordedPicture | null = null;
  #hasPicture = false;
  #isTooSoon = false;
  #chunkBytes = 0;
  #lastPictureMs = 0;
  #codec: 'h264' | 'vp8' = 'h264';
  #speaker: string | null = null;
  #speakers: { readonly atMs: number; readonly participantId: string | null }[] = [];
  #askedMs = 0;

  constructor(
    {
      recordingId,
      conferenceId,
      soundRouteId,
    }: Readonly<Record<'recordingId' | 'conferenceId', string>> & { readonly soundRouteId: number },
    sink: RunSink,
    nowMs: number,
  ) {
    this.#head = { version: 1, recordingId, conferenceId, runStartedAtMs: nowMs };
    this.#soundRouteId = soundRouteId;
    this.#sink = sink;
    this.#sound = new SoundRow(nowMs);
    this.#pictures = new PictureOrder();
    this.#chunkStartMs = nowMs;
    this.#begin();
  }

  receive(packet: DeliveredPacket): void {
    if (packet.routeId === this.#soundRouteId) this.#sound.receive(packet);
    else this.#pictures.receive(packet);
  }

  setPicture(picture: PictureStream | null, nowMs: number): void {
    this.#pictures.announce(picture, nowMs);
  }

  /** Of whoever's picture is shown. */
  setSoundDelay(delayMs: number): void {
    this.#pictures.setSoundDelay(delayMs);
  }

  setSpeaker(participantId: string | null, nowMs: number): void {
    this.#speakers.push({ atMs: nowMs, participantId });
  }

  tick(nowMs: number): void {
    this.#pictures.tick(nowMs);
    this.#arrange(nowMs - orderedAfterMs);
    this.#askForKeyFrame(nowMs);
  }

  /** What has come so far is the end of it. */
  end(nowMs: number): void {
    this.#pictures.tick(nowMs + limits.recordingRepairMs);
    this.#arrange(nowMs);
    this.#sink.end();
  }

  #arrange(untilMs: number): void {
    for (let sound = this.#sound.take(untilMs); sound !== undefined; sound = this.#sound.take(untilMs)) {
      this.#takePictures(sound.atMs);
      this.#takeSpeakers(sound.atMs);
      this.#cutWithoutPicture(sound.atMs);
      this.#sink.add({ type: 'sound', payload: sound.payload });
    }
  }

  /** Those that stand before the end of the sound that begins here. */
  #takePictures(soundMs: number): void {
    const untilMs = soundMs + soundFrameMs;
    // One is enough for a chunk's first moment: the next might cut it before there is any sound in it, and a chunk without is none.
    while (!(this.#hasPicture && soundMs === this.#chunkStartMs)) {
      const next = this.#pictures.take(untilMs);
      if (next === undefined) return;
      if ('darkAtMs' in next) this.#goDark(soundMs);
      else this.#addPicture(next, soundMs);
    }
  }

  #addPicture({ picture, stream, isNewSource }: ShownPicture, soundMs: number): void {
    const { format } = picture;
    if (format !== undefined) {
      const isOtherFormat = this.#format === undefined || !sameFormat(format, this.#format);
      const isOther = isNewSource || isOtherFormat;
      const lengthMs = soundMs - this.#chunkStartMs;
      // What follows refers to it: pictures are left out until one comes that a chunk can begin with.
      this.#isTooSoon = isOtherFormat && !isNewSource && this.#hasPicture && lengthMs < limits.recordingChunkMinMs;
      if (this.#isTooSoon) return;
      const isFull = this.#isFull(soundMs);
      const takesOver = !this.#hasPicture && soundMs - this.#chunkStartMs < sliverMs;
      this.#picture = { participantId: stream.participantId, source: stream.source };
      this.#format = format;
      this.#codec = format.codec;
      if ((isOther && !takesOver) || isFull) this.#cut(soundMs);
      if (!this.#hasPicture) this.#sink.add({ type: 'format', format, picture: this.#picture });
    } else if (!this.#hasPicture || this.#isTooSoon) {
      // The chunk was begun without, or goes on without: nothing can be decoded before a key frame.
      return;
    }
    // One that was late stands as early as it can; two at one time would be none.
    const atMs = Math.max(picture.takenMs, this.#hasPicture ? this.#lastPictureMs + 1 : this.#chunkStartMs);
    this.#lastPictureMs = atMs;
    this.#hasPicture = true;
    this.#chunkBytes += picture.data.length;
    this.#sink.add({ type: 'picture', atMs, key: format !== undefined, data: picture.data });
  }

  #goDark(soundMs: number): void {
    this.#format = undefined;
    this.#picture = null;
    if (this.#hasPicture) this.#cut(soundMs);
  }

  /** A key frame is overdue, or there is no picture to wait for. */
  #cutWithoutPicture(soundMs: number): void {
    const lengthMs = soundMs - this.#chunkStartMs;
    const isTooLarge = this.#chunkBytes >= 2 * limits.recordingChunkCutBytes;
    if (!isTooLarge && lengthMs < (this.#hasPicture ? limits.recordingChunkMaxMs : limits.recordingChunkMs)) return;
    this.#format = undefined;
    this.#cut(soundMs);
  }

  #isFull(atMs: number): boolean {
    return atMs - this.#chunkStartMs >= limits.recordingChunkMs || this.#chunkBytes >= limits.recordingChunkCutBytes;
  }

  #cut(atMs: number): void {
    this.#sink.end();
    this.#number += 1;
    this.#chunkStartMs = atMs;
    this.#begin();
  }

  #begin(): void {
    this.#hasPicture = false;
    this.#isTooSoon = false;
    this.#chunkBytes = 0;
    this.#askedMs = 0;
    const { recordingId, conferenceId, runStartedAtMs } = this.#head;
    this.#sink.begin({
      version: 1,
      recordingId,
      conferenceId,
      runStartedAtMs,
      number: this.#number,
      startMs: this.#chunkStartMs,
      codec: this.#codec,
    });
    this.#sink.add({ type: 'speaker', atMs: this.#chunkStartMs, participantId: this.#speaker });
  }

  #takeSpeakers(soundMs: number): void {
    for (
      let next = this.#speakers[0];
      next !== undefined && next.atMs <= soundMs + soundFrameMs;
      next = this.#speakers[0]
    ) {
      this.#speakers.shift();
      this.#speaker = next.participantId;
      this.#sink.add({ type: 'speaker', atMs: Math.max(soundMs, next.atMs), participantId: next.participantId });
    }
  }

  /** So early that the chunk can be cut in time, and as soon as pictures cannot be decoded. */
  #askForKeyFrame(nowMs: number): void {
    if (nowMs - this.#askedMs < askAgainMs) return;
    const isDue = this.#isFull(nowMs) || !this.#hasPicture || this.#isTooSoon;
    const routeIds = this.#pictures.routesWithout(isDue);
    if (routeIds.length === 0) return;
    this.#askedMs = nowMs;
    for (const routeId of routeIds) this.#sink.wantKeyFrame(routeId);
  }
}
