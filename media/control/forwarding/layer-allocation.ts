/** Gives each picture of one receiving transport its layer within the transport's budget, and tells the plane what changed. */
import { chooseLayers, type PictureWish } from '../layer-choice.ts';
import { needKeyFrame } from './key-frame-desk.ts';
import type { ConsumerRecord, Effects, TransportRecord } from './records.ts';

/** What sound takes of the budget, per voice that is heard. */
const soundBps = 40_000;

export function allocateLayers(
  effects: Effects,
  transport: TransportRecord,
  activeSpeaker: string | null,
  nowMs: number,
): void {
  const watched = new Map<number, ConsumerRecord>();
  let soundsHeard = 0;
  for (const consumer of transport.consumers) {
    if (consumer.paused || consumer.producer.paused) continue;
    if (consumer.producer.stream.kind === 'audio') soundsHeard += 1;
    else watched.set(consumer.routeId, consumer);
  }
  if (watched.size === 0) return;
  const wishes = [...watched.values()].map((consumer) => wishOf(consumer, activeSpeaker));
  const { ceilingBps } = transport.budget;
  const budgetBps =
    ceilingBps === undefined ? undefined : Math.max(0, ceilingBps - Math.min(soundsHeard * soundBps, ceilingBps / 2));

  for (const { routeId, spatialLayer, temporalLayer } of chooseLayers(wishes, budgetBps)) {
    const consumer = watched.get(routeId);
    if (consumer === undefined) continue;
    if (consumer.spatialLayer === spatialLayer && consumer.temporalLayer === temporalLayer) continue;
    const layerChanged = consumer.spatialLayer !== spatialLayer;
    consumer.spatialLayer = spatialLayer;
    consumer.temporalLayer = temporalLayer;
    effects.commands.push({ type: 'chooseLayer', routeId, spatialLayer, temporalLayer });
    if (layerChanged && spatialLayer >= 0 && transport.up)
      needKeyFrame(effects, consumer.producer, spatialLayer, nowMs);
  }
}

function wishOf(consumer: ConsumerRecord, activeSpeaker: string | null): PictureWish {
  const { producer } = consumer;
  return {
    routeId: consumer.routeId,
    layers: producer.layers,
    tileWidthPx: consumer.tileWidthPx,
    tileHeightPx: consumer.tileHeightPx,
    priority:
      producer.source === 'screen' ? 'screen' : producer.participantId === activeSpeaker ? 'activeSpeaker' : 'other',
    thins: producer.stream.codec.format === 'vp8',
    currentLayer: consumer.spatialLayer,
  };
}
