/** werift as a stack for sound: a peer connection of its own for each direction. */
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpPacket } from 'werift';
import type { SoundStack } from './sound-sessions.ts';

const openPeer = (payloadType: number) =>
  new RTCPeerConnection({
    codecs: {
      audio: [new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType })],
    },
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });

export const werift: SoundStack = {
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
