/** Makes a consumer, paused, under an outgoing identity of its own, and the route that the plane must know. */
import type { RtpCapabilities } from '@veche/contracts/signalling/media-parameters.ts';
import type { Route } from '../../plane/commands.ts';
import { offerStream } from '../negotiate/consumer-parameters.ts';
import type { MediaIds } from './media-ids.ts';
import type { ConsumerRecord, ProducerRecord, TransportRecord } from './records.ts';

/** All temporal layers. */
const allFrames = 7;

/** Undefined when this receiver cannot decode the stream. Microphone and camera play in step, and so do a screen and its sound. */
export function newConsumer(
  ids: MediaIds,
  transport: TransportRecord,
  producer: ProducerRecord,
  capabilities: RtpCapabilities,
): { readonly consumer: ConsumerRecord; readonly route: Route } | undefined {
  const isScreen = producer.source === 'screen' || producer.source === 'screenSound';
  const cname = isScreen ? `${producer.participantId}-screen` : producer.participantId;
  const ssrc = ids.ssrc();
  const identity = { mid: String(transport.nextMid), ssrc, rtxSsrc: ids.ssrc(), cname };
  const offer = offerStream(producer.stream, capabilities, identity);
  if (offer === undefined) return undefined;
  transport.nextMid += 1;
  const routeId = ids.nextNumber();
  const consumer: ConsumerRecord = {
    consumerId: ids.name('c', routeId),
    routeId,
    participantId: transport.participantId,
    transport,
    producer,
    rtpParameters: offer.rtpParameters,
    paused: true,
    tileWidthPx: 0,
    tileHeightPx: 0,
    spatialLayer: 0,
    temporalLayer: allFrames,
  };
  const route: Route = {
    routeId,
    inboundId: producer.inboundId,
    transportId: transport.number,
    ssrc,
    rtxSsrc: offer.rtxSsrc,
    payloadType: offer.payloadType,
    rtxPayloadType: offer.rtxPayloadType,
    extensions: offer.extensions,
    cname,
    spatialLayer: 0,
    temporalLayer: allFrames,
    paused: true,
  };
  return { consumer, route };
}

/** The one there is already, if any. */
export function consumerOf(transport: TransportRecord, producer: ProducerRecord): ConsumerRecord | undefined {
  for (const consumer of producer.consumers) if (consumer.transport === transport) return consumer;
  return undefined;
}
