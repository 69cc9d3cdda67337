/** Turns needs for key frames into paced requests to the plane, for each layer of each producer. */
import {
  keyFrameArrived,
  keyFrameDueAtMs,
  keyFrameNeeded,
  keyFrameTick,
  restingKeyFrames,
} from '../key-frame-pacing.ts';
import type { Effects, ProducerRecord } from './records.ts';

export function needKeyFrame(effects: Effects, producer: ProducerRecord, spatialLayer: number, nowMs: number): void {
  if (producer.stream.kind !== 'video' || producer.paused || producer.stream.encodings[spatialLayer] === undefined)
    return;
  const { pacing, ask } = keyFrameNeeded(producer.keyFrames[spatialLayer] ?? restingKeyFrames, nowMs);
  producer.keyFrames[spatialLayer] = pacing;
  if (ask) effects.commands.push({ type: 'requestKeyFrame', inboundId: producer.inboundId, spatialLayer });
}

export function keyFrameCame(producer: ProducerRecord, spatialLayer: number): void {
  const pacing = producer.keyFrames[spatialLayer];
  if (pacing !== undefined) producer.keyFrames[spatialLayer] = keyFrameArrived(pacing);
}

/** Sends what has become due; a layer that nobody watches any more is let go. */
export function tickKeyFrames(effects: Effects, producer: ProducerRecord, nowMs: number): void {
  producer.keyFrames.forEach((before, spatialLayer) => {
    const dueAtMs = keyFrameDueAtMs(before);
    if (dueAtMs === undefined || dueAtMs > nowMs) return;
    if (!isWatched(producer, spatialLayer)) {
      producer.keyFrames[spatialLayer] = { ...before, awaited: false, wanted: false };
      return;
    }
    const { pacing, ask } = keyFrameTick(before, nowMs);
    producer.keyFrames[spatialLayer] = pacing;
    if (ask) effects.commands.push({ type: 'requestKeyFrame', inboundId: producer.inboundId, spatialLayer });
  });
}

function isWatched(producer: ProducerRecord, spatialLayer: number): boolean {
  if (producer.paused) return false;
  for (const consumer of producer.consumers) {
    if (!consumer.paused && consumer.spatialLayer === spatialLayer) return true;
  }
  return false;
}
