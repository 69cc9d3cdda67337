/** ICE and DTLS together against libwebrtc, the stack of Chromium (BoringSSL), in this process: both sides must call the connection established. */
import wrtc from '@roamhq/wrtc';
import { openSecureEndpoint } from '@veche/testkit/secure-endpoint/secure-endpoint.ts';
import { describe, expect, it } from 'vitest';

describe('interop with libwebrtc', () => {
  it('connects, and the peer accepts our certificate and Finished', async () => {
    await using endpoint = await openSecureEndpoint();
    const pc = new wrtc.RTCPeerConnection({ iceServers: [] });
    try {
      const connected = new Promise<string>((resolve) => {
        pc.onconnectionstatechange = () => {
          if (pc.connectionState === 'connected' || pc.connectionState === 'failed') resolve(pc.connectionState);
        };
      });
      pc.addTransceiver('audio', { direction: 'recvonly' });
      const offer = await pc.createOffer();
      await pc.setLocalDescription(offer);
      await pc.setRemoteDescription({ type: 'answer', sdp: endpoint.answer(offer.sdp ?? '') });
      expect(await connected).toBe('connected');
      const state = await endpoint.settled;
      expect(state.name).toBe('connected');
      // This build of libwebrtc offers no GCM.
      if (state.name === 'connected') expect(state.keys.profile).toBe('AES128_CM_HMAC_SHA1_80');
    } finally {
      pc.close();
    }
  });
});
