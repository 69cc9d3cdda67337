/**
 * The rendered files, out of segments that lie ready: nothing is encoded any more, so it takes as long as the bytes need to be copied. The sound's
 * packets were cut so that each chunk supplies its own; the last one also those that nobody comes after.
 */

import { limits } from '@veche/contracts/limits.ts';
import type { Blobs } from '@veche/ports/blobs/blobs.ts';
import { samplesPerSecond } from './frame-grid.ts';
import { loadBlob } from './load-chunk.ts';
import {
  type JoinedMovie,
  joinedSample,
  joinMovie,
  type PiecePart,
  type ReadPiece,
  type TrackPlan,
} from './mp4/join-movie.ts';
import { readFragments } from './mp4/read-fragments.ts';
import { aacEntry } from './mp4/sample-entries.ts';
import { type RenderKind, sizeOf, videoTicksPerSecond } from './segment-arguments.ts';
import { packetSamples, packetsOfWhole } from './sound-grid.ts';
import { packetsFrontBytes, readPacketPlaces } from './sound-packets.ts';

export interface JoinedSegment {
  /** So many of its pictures belong to the whole, from the first on. */
  readonly frames: number;
  readonly pictureKey: string;
  /** All that says where its samples lie. */
  readonly frontBytes: number;
  readonly pictureBytes: number;
  readonly soundKey: string;
  readonly firstPacket: number;
  readonly packets: number;
}

/** A segment's file is not there, or not what it was: it has to be made again. */
export class SegmentLost extends Error {
  readonly index: number;

  constructor(index: number) {
    super(`Segment ${index} is lost`);
    this.index = index;
  }
}

/** Rejects with `SegmentLost`, also while its content is read; with whatever the store rejects with. */
export function joinVideo(
  blobs: Blobs,
  kind: RenderKind,
  segments: readonly JoinedSegment[],
  lengthSamples: number,
): Promise<JoinedMovie> {
  const video: TrackPlan = {
    kind: 'video',
    ticksPerSecond: videoTicksPerSecond,
    ...sizeOf(kind),
    skipTicks: 0,
    shownTicks: lengthSamples,
  };
  const pieces = segments.map(
    (segment, index): ReadPiece =>
      async (all) => [
        await readPicture(blobs, segment, index, all),
        await readSound(blobs, segments, index, lengthSamples, all),
      ],
  );
  return joinMovie([video, soundPlan(lengthSamples)], pieces);
}

export function joinSound(
  blobs: Blobs,
  segments: readonly JoinedSegment[],
  lengthSamples: number,
): Promise<JoinedMovie> {
  const pieces = segments.map(
    (_, index): ReadPiece =>
      async (all) => [await readSound(blobs, segments, index, lengthSamples, all)],
  );
  return joinMovie([soundPlan(lengthSamples)], pieces);
}

function soundPlan(lengthSamples: number): TrackPlan {
  return { kind: 'sound', ticksPerSecond: samplesPerSecond, skipTicks: packetSamples, shownTicks: lengthSamples };
}

async function readPicture(blobs: Blobs, segment: JoinedSegment, index: number, all: boolean): Promise<PiecePart> {
  const bytes = await loadBlob(
    blobs,
    segment.pictureKey,
    limits.renderedSegmentMaxBytes,
    all ? undefined : segment.frontBytes,
  );
  const video = bytes && readFragments(bytes, segment.pictureBytes)?.tracks.find(({ kind }) => kind === 'video');
  const isWhole =
    video !== undefined && video.samples.length >= segment.frames && (!all || bytes?.length === segment.pictureBytes);
  if (bytes === undefined || !isWhole) throw new SegmentLost(index);
  return { entry: video.entry, bytes, samples: video.samples.slice(0, segment.frames).map(joinedSample) };
}

async function readSound(
  blobs: Blobs,
  segments: readonly JoinedSegment[],
  index: number,
  lengthSamples: number,
  all: boolean,
): Promise<PiecePart> {
  const { soundKey, packets, firstPacket } = segments[index]!;
  const isLast = index === segments.length - 1;
  const count = isLast ? packetsOfWhole(lengthSamples) - firstPacket : packets;
  const bytes = await loadBlob(blobs, soundKey, limits.renderedSoundMaxBytes, all ? undefined : packetsFrontBytes);
  const places = bytes && readPacketPlaces(bytes)?.slice(0, count);
  const end = places?.at(-1);
  const isThere =
    places?.length === count && (!all || end === undefined || end.offset + end.sizeBytes <= (bytes?.length ?? 0));
  if (bytes === undefined || places === undefined || !isThere) throw new SegmentLost(index);
  const samples = places.map((place) => ({ ...place, durationTicks: packetSamples, compositionTicks: 0, isKey: true }));
  return { entry: aacEntry(), bytes, samples };
}
