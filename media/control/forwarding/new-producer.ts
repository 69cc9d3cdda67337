/** Makes the record of a stream that a participant sends, and the inbound that the plane must know. */
import type { Source, VoiceTreatment } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import type { Inbound } from '../../plane/commands.ts';
import { restingKeyFrames } from '../key-frame-pacing.ts';
import type { AcceptedStream } from '../negotiate/producer-parameters.ts';
import type { MediaIds } from './media-ids.ts';
import type { ProducerRecord, TransportRecord } from './records.ts';

export interface StreamToProduce {
  readonly transportId: string;
  readonly kind: 'audio' | 'video';
  readonly source: Source;
  readonly rtpParameters: RtpParameters;
  readonly paused: boolean;
  readonly replaces?: string | undefined;
  /** `suppressed` when it is not said. */
  readonly treatment?: VoiceTreatment | undefined;
}

/** One of each source, but a picture may stand beside the one whose place it takes: those who watch go over from one to the other. */
export function isFree(
  { source, kind, replaces }: StreamToProduce,
  owned: readonly Pick<ProducerRecord, 'producerId' | 'source'>[],
): boolean {
  const taken = owned.filter((other) => other.source === source);
  return taken.length === 0 || (kind === 'video' && taken.length === 1 && taken[0]?.producerId === replaces);
}

export function newProducer(
  ids: MediaIds,
  transport: TransportRecord,
  wanted: StreamToProduce,
  stream: AcceptedStream,
): { readonly producer: ProducerRecord; readonly inbound: Inbound } {
  const inboundId = ids.nextNumber();
  const producer: ProducerRecord = {
    producerId: ids.name('p', inboundId),
    inboundId,
    participantId: transport.participantId,
    transport,
    source: wanted.source,
    stream,
    consumers: new Set(),
    layers: stream.encodings.map(() => ({ widthPx: 0, heightPx: 0, bitrateBps: 0, active: false })),
    keyFrames: stream.encodings.map(() => restingKeyFrames),
    treatment: wanted.treatment ?? 'suppressed',
    soundDelayMs: undefined,
    paused: wanted.paused,
  };
  const inbound: Inbound = {
    inboundId,
    transportId: transport.number,
    kind: stream.kind,
    format: stream.codec.format,
    clockRateHz: stream.codec.clockRate,
    payloadType: stream.payloadType,
    rtxPayloadType: stream.rtxPayloadType,
    mid: stream.mid,
    encodings: stream.encodings,
    extensions: stream.extensions,
    nack: stream.nack,
  };
  return { producer, inbound };
}
