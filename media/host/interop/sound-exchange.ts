/** Two participants of one kind of WebRTC stack exchange a stream of sound packets through a real media server. */
import { randomUUID } from 'node:crypto';
import { runMediaServer } from '../fixtures/running-media-server.ts';
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

const patienceMs = 15_000;

/** Resolves with payloads that arrived at the other end, at least `count`; rejects when they do not come. */
export async function exchangeSound(stack: SoundStack, count: number): Promise<string[]> {
  await using server = await runMediaServer();
  const conferenceId = randomUUID();
  const anna = await server.join(server.token({ conferenceId, name: 'Anna' }));
  const boris = await server.join(server.token({ conferenceId, name: 'Boris' }));

  const sendTransport = await anna.peer.call('createTransport', { direction: 'send' });
  const sender = await stack.offerToSend();
  const described = readPeerSdp(sender.offerSdp);
  const { transportId } = sendTransport;
  await anna.peer.call('connectTransport', {
    transportId,
    dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: described.fingerprint }] },
  });
  const { producerId } = await anna.peer.call('produce', {
    transportId,
    kind: 'audio',
    source: 'microphone',
    paused: false,
    rtpParameters: {
      mid: described.mid,
      codecs: [{ mimeType: 'audio/opus', payloadType: described.payloadType, clockRate: 48_000, channels: 2 }],
      encodings: [{ ssrc: sender.ssrc }],
    },
  });
  await sender.takeAnswer(
    serverSdp(sendTransport, {
      type: 'answer',
      direction: 'recvonly',
      mid: described.mid,
      payloadType: described.payloadType,
    }),
  );

  const receiveTransport = await boris.peer.call('createTransport', { direction: 'receive' });
  const { consumers } = await boris.peer.call('consume', {
    transportId: receiveTransport.transportId,
    rtpCapabilities: boris.joined.routerRtpCapabilities,
    producerIds: [producerId],
  });
  const { consumerId, rtpParameters } = consumers[0]!;
  const heard: string[] = [];
  let enough = () => {};
  const arrived = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const receiver = await stack.answerToReceive(
    serverSdp(receiveTransport, {
      type: 'offer',
      direction: 'sendonly',
      mid: rtpParameters.mid!,
      payloadType: rtpParameters.codecs[0]!.payloadType,
      ssrc: rtpParameters.encodings![0]!.ssrc!,
    }),
    (payload) => {
      heard.push(Buffer.from(payload).toString('utf8'));
      if (heard.length >= count) enough();
    },
  );
  await boris.peer.call('connectTransport', {
    transportId: receiveTransport.transportId,
    dtlsParameters: {
      role: 'client',
      fingerprints: [{ algorithm: 'sha-256', value: readPeerSdp(receiver.answerSdp).fingerprint }],
    },
  });
  await boris.peer.call('setTiles', { tiles: [{ consumerId, widthPx: 0, heightPx: 0 }] });

  let sequenceNumber = 0;
  const talking = setInterval(() => {
    sequenceNumber += 1;
    sender.send(packet(sender.ssrc, described.payloadType, sequenceNumber));
  }, 20);
  try {
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      patience = setTimeout(() => reject(new Error(`only ${heard.length} packets arrived`)), patienceMs);
    });
    await Promise.race([arrived, late]);
    clearTimeout(patience);
    return heard;
  } finally {
    clearInterval(talking);
    sender.close();
    receiver.close();
  }
}

/** RFC 3550 section 5.1, no extensions; the payload says its own number. */
function packet(ssrc: number, payloadType: number, sequenceNumber: number): Buffer {
  const payload = Buffer.from(`sound ${sequenceNumber}`);
  const header = Buffer.alloc(12);
  header[0] = 0x80;
  header[1] = payloadType;
  header.writeUInt16BE(sequenceNumber, 2);
  header.writeUInt32BE(sequenceNumber * 960, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, payload]);
}
