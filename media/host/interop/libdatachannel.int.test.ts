import nodeDataChannel from 'node-datachannel';
import { expect, it } from 'vitest';
import { exchangeSound } from './sound-exchange.ts';
import type { SoundStack } from './sound-sessions.ts';

const { PeerConnection, Audio } = nodeDataChannel;
const ssrc = 305_419_896;

/** Resolves with the local description once all candidates are in it. */
function gathered(pc: InstanceType<typeof PeerConnection>): Promise<string> {
  return new Promise((resolve) => {
    pc.onGatheringStateChange((state) => {
      if (state === 'complete') resolve(pc.localDescription()?.sdp ?? '');
    });
  });
}

const libdatachannel: SoundStack = {
  async offerToSend() {
    const pc = new PeerConnection('sender', { iceServers: [], bindAddress: '127.0.0.1' });
    const sound = new Audio('0', 'SendOnly');
    sound.addOpusCodec(111);
    sound.addSSRC(ssrc, 'anna', 'stream', 'track');
    const track = pc.addTrack(sound);
    const described = gathered(pc);
    pc.setLocalDescription('offer');
    return {
      ssrc,
      offerSdp: await described,
      takeAnswer: async (sdp) => pc.setRemoteDescription(sdp, 'answer'),
      send: (bytes) => {
        if (track.isOpen()) track.sendMessageBinary(Buffer.from(bytes));
      },
      close: () => pc.close(),
    };
  },
  async answerToReceive(sdp, onPayload) {
    const pc = new PeerConnection('receiver', { iceServers: [], bindAddress: '127.0.0.1' });
    const tracks: unknown[] = [];
    pc.onTrack((track) => {
      tracks.push(track);
      track.onMessage((packet) => {
        // Sender reports come on the same track (payload types 72 to 76, RFC 5761 section 4).
        const type = packet[1]! & 0x7f;
        if (type < 72 || type > 76)
          onPayload(packet.subarray(12 + ((packet[0]! & 0x10) === 0 ? 0 : 4 + packet.readUInt16BE(14) * 4)));
      });
    });
    const described = gathered(pc);
    pc.setRemoteDescription(sdp, 'offer');
    return { answerSdp: await described, close: () => pc.close() };
  },
};

it('libdatachannel sends sound to libdatachannel through the server', async () => {
  const heard = await exchangeSound(libdatachannel, 20);
  expect(heard.every((payload) => payload.startsWith('sound '))).toBe(true);
  expect(new Set(heard).size).toBe(heard.length);
});
