import { expect, it } from 'vitest';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpPacket } from 'werift';
import { exchangeSound, type SoundStack } from './sound-exchange.ts';

const openPeer = (payloadType: number) =>
  new RTCPeerConnection({
    codecs: {
      audio: [new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType })],
    },
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });

const werift: SoundStack = {
  async offerToSend() {
    const pc = openPeer(111);
    const track = new MediaStreamTrack({ kind: 'audio' });
    const transceiver = pc.addTransceiver(track, { direction: 'sendonly' });
    const offer = await pc.createOffer();
    await pc.setLocalDescription(offer);
    return {
      ssrc: transceiver.sender.ssrc,
      offerSdp: pc.localDescription!.sdp,
      takeAnswer: async (sdp) => {
        await pc.setRemoteDescription({ type: 'answer', sdp });
      },
      send: (bytes) => track.writeRtp(RtpPacket.deSerialize(Buffer.from(bytes))),
      close: () => void pc.close(),
    };
  },
  async answerToReceive(sdp, onPayload) {
    const pc = openPeer(100);
    pc.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ payload }) => onPayload(payload));
    });
    await pc.setRemoteDescription({ type: 'offer', sdp });
    await pc.setLocalDescription(await pc.createAnswer());
    return { answerSdp: pc.localDescription!.sdp, close: () => void pc.close() };
  },
};

it('werift sends sound to werift through the server', async () => {
  const heard = await exchangeSound(werift, 20);
  expect(heard.every((payload) => payload.startsWith('sound '))).toBe(true);
  expect(new Set(heard).size).toBe(heard.length);
});
