/**
 * Many people in rooms where nobody speaks, their microphones open: real ICE, DTLS and SRTP by libdatachannel, but what they send was encoded
 * beforehand. Fifty of libwebrtc's would encode their silence on a core and a half.
 */
import { readPeerSdp, serverSdp } from '@veche/media/host/interop/hand-written-sdp.ts';
import nodeDataChannel from 'node-datachannel';
import { mediaAddress } from './program.ts';
import { SignallingClient } from './signalling-client.ts';

export interface OpenMicrophones {
  close(): void;
}

interface Sender {
  send(packet: Buffer): void;
  close(): void;
  readonly payloadType: number;
}

const frameMs = 20;
const frameTicks = 960;
const levelExtension = { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1 };
/** A quiet room: 1 as the extension's number with one byte (RFC 8285 section 4.2), 83 dB below full scale (RFC 6464). */
const quietExtension = [0xbe, 0xde, 0, 1, 0x10, 83, 0, 0];
/** 20 ms of silence in Opus, by its transform half. */
const silence = [0xf8, 0xff, 0xfe];

/** Resolves when all `count` of them are inside. They send fifty packets a second, as browsers do without DTX, and receive nothing. */
export async function openMicrophones(origin: string, conferenceId: string, count: number): Promise<OpenMicrophones> {
  const clients: SignallingClient[] = [];
  const senders: Sender[] = [];
  let frame = 0;
  const sending = setInterval(() => {
    frame += 1;
    for (const [at, sender] of senders.entries()) sender.send(packet(at + 1, sender.payloadType, frame));
  }, frameMs);
  for (let at = 0; at < count; at++) {
    const client = await SignallingClient.join(origin, conferenceId, `Quiet ${at + 1}`);
    clients.push(client);
    senders.push(await openOne(client, at + 1));
  }
  return {
    close() {
      clearInterval(sending);
      for (const sender of senders) sender.close();
      for (const client of clients) client.close();
    },
  };
}

async function openOne(client: SignallingClient, ssrc: number): Promise<Sender> {
  const transport = await client.call('createTransport', { direction: 'send' });
  const { transportId } = transport;
  const peer = new nodeDataChannel.PeerConnection(`quiet ${ssrc}`, { iceServers: [], bindAddress: mediaAddress });
  const sound = new nodeDataChannel.Audio('0', 'SendOnly');
  sound.addOpusCodec(111);
  sound.addSSRC(ssrc, 'quiet', 'stream', 'track');
  const track = peer.addTrack(sound);
  const gathered = new Promise<void>((resolve) => {
    peer.onGatheringStateChange((state) => {
      if (state === 'complete') resolve();
    });
  });
  peer.setLocalDescription('offer');
  await gathered;
  const { fingerprint, mid, payloadType } = readPeerSdp(peer.localDescription()?.sdp ?? '');
  const fingerprints = [{ algorithm: 'sha-256' as const, value: fingerprint }];
  await client.call('connectTransport', { transportId, dtlsParameters: { role: 'client', fingerprints } });
  await client.call('produce', {
    transportId,
    kind: 'audio',
    source: 'microphone',
    paused: false,
    rtpParameters: {
      mid,
      codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType }],
      headerExtensions: [levelExtension],
      encodings: [{ ssrc }],
    },
  });
  peer.setRemoteDescription(
    serverSdp(transport, { type: 'answer', direction: 'recvonly', mid, payloadType }),
    'answer',
  );
  return {
    payloadType,
    send: (bytes) => {
      if (track.isOpen()) track.sendMessageBinary(bytes);
    },
    close: () => peer.close(),
  };
}

/** RFC 3550 section 5.1, with the extension that tells the level. */
function packet(ssrc: number, payloadType: number, frame: number): Buffer {
  const header = Buffer.alloc(12);
  header[0] = 0x90;
  header[1] = payloadType;
  header.writeUInt16BE(frame & 0xffff, 2);
  header.writeUInt32BE((frame * frameTicks) >>> 0, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, Buffer.from(quietExtension), Buffer.from(silence)]);
}
