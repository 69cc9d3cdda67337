/** One participant's session for sound with a real WebRTC stack that is not mediasoup-client: signalled by hand, then sent and heard packet by packet. */
import type {
  DtlsParameters,
  RtpCapabilities,
  RtpCodecParameters,
} from '@veche/contracts/signalling/media-parameters.ts';
import type { ConsumerDescription, MethodParams } from '@veche/contracts/signalling/methods.ts';
import type { Peer } from '../fixtures/running-media-server.ts';
import { readPeerSdp, serverSdp } from './hand-written-sdp.ts';

/** What a stack must be able to do; each peer connection is its own. */
export interface SoundStack {
  /** Makes an offer to send Opus. */
  offerToSend(): Promise<SoundSender>;
  /** Takes an offer of ours to receive, and answers it. `onPayload` hears the payload of each packet. */
  answerToReceive(offerSdp: string, onPayload: (payload: Uint8Array) => void): Promise<SoundReceiver>;
}
export interface SoundSender {
  readonly ssrc: number;
  readonly offerSdp: string;
  takeAnswer(answerSdp: string): Promise<void>;
  /** One whole RTP packet. */
  send(packet: Uint8Array): void;
  close(): void;
}
export interface SoundReceiver {
  readonly answerSdp: string;
  close(): void;
}

const asClient = (value: string): DtlsParameters => ({
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value }],
});

/** A microphone of this codec, whatever codec the stack itself believes that it sends. */
export async function openSending(
  peer: Peer,
  stack: SoundStack,
  codec: Omit<RtpCodecParameters, 'payloadType'>,
  treatment?: MethodParams<'produce'>['treatment'],
): Promise<{
  producerId: string;
  sender: SoundSender;
  send(nth: number, timestamp: number, payload: Uint8Array): void;
}> {
  const transport = await peer.call('createTransport', { direction: 'send' });
  const { transportId } = transport;
  const sender = await stack.offerToSend();
  const { fingerprint, mid, payloadType } = readPeerSdp(sender.offerSdp);
  await peer.call('connectTransport', { transportId, dtlsParameters: asClient(fingerprint) });
  const { producerId } = await peer.call('produce', {
    transportId,
    kind: 'audio',
    source: 'microphone',
    paused: false,
    ...(treatment === undefined ? {} : { treatment }),
    rtpParameters: { mid, codecs: [{ ...codec, payloadType }], encodings: [{ ssrc: sender.ssrc }] },
  });
  await sender.takeAnswer(serverSdp(transport, { type: 'answer', direction: 'recvonly', mid, payloadType }));
  const send = (nth: number, timestamp: number, payload: Uint8Array) =>
    sender.send(packet(sender.ssrc, payloadType, nth, timestamp, payload));
  return { producerId, sender, send };
}

/** Consumes one producer, and lets it flow. */
export async function openReceiving(
  peer: Peer,
  stack: SoundStack,
  rtpCapabilities: RtpCapabilities,
  producerId: string,
  onPayload: (payload: Uint8Array) => void,
): Promise<{ consumer: ConsumerDescription; receiver: SoundReceiver }> {
  const transport = await peer.call('createTransport', { direction: 'receive' });
  const { transportId } = transport;
  const { consumers } = await peer.call('consume', { transportId, rtpCapabilities, producerIds: [producerId] });
  const consumer = consumers[0]!;
  const { mid, codecs, encodings } = consumer.rtpParameters;
  const receiver = await stack.answerToReceive(
    serverSdp(transport, {
      type: 'offer',
      direction: 'sendonly',
      mid: mid!,
      payloadType: codecs[0]!.payloadType,
      ssrc: encodings![0]!.ssrc!,
    }),
    onPayload,
  );
  const { fingerprint } = readPeerSdp(receiver.answerSdp);
  await peer.call('connectTransport', { transportId, dtlsParameters: asClient(fingerprint) });
  await peer.call('setTiles', { tiles: [{ consumerId: consumer.consumerId, widthPx: 0, heightPx: 0 }] });
  return { consumer, receiver };
}

/** RFC 3550 section 5.1, no extensions. */
function packet(ssrc: number, payloadType: number, nth: number, timestamp: number, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(12);
  header[0] = 0x80;
  header[1] = payloadType;
  header.writeUInt16BE(nth & 0xffff, 2);
  header.writeUInt32BE(timestamp, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, payload]);
}
