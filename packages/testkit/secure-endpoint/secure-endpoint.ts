/**
 * The smallest server that a real WebRTC stack can connect to: one UDP socket, the ICE-lite agent and the DTLS server, and an SDP answer by hand. It carries no
 * media; it shows that ICE and DTLS meet with a stack that is not ours.
 */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { DtlsState } from '@veche/media/machines/dtls/dtls-engine.ts';
import { createDtlsIdentity } from '@veche/media/machines/dtls/dtls-identity.ts';
import { createDtlsServer } from '@veche/media/machines/dtls/dtls-server.ts';
import { createIceCredentials } from '@veche/media/machines/ice-lite/credentials.ts';
import { hmacSha1 } from '@veche/media/machines/ice-lite/hmac-sha1.ts';
import { createIceLite } from '@veche/media/machines/ice-lite/ice-lite.ts';

export interface SecureEndpoint extends AsyncDisposable {
  /** The SDP answer to an audio offer; takes the peer's fingerprint from the offer. */
  answer(offerSdp: string): string;
  readonly state: DtlsState;
  /** Resolves once DTLS is connected, failed or closed. */
  readonly settled: Promise<DtlsState>;
}

export async function openSecureEndpoint(): Promise<SecureEndpoint> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const identity = createDtlsIdentity(randomBytes, Date.now());
  const credentials = createIceCredentials(randomBytes);
  const ice = createIceLite({ localUfrag: credentials.ufrag, localPassword: credentials.password, hmacSha1 });
  const dtls = createDtlsServer({ identity, remoteFingerprints: [], random: randomBytes });
  const { promise: settled, resolve: settle } = Promise.withResolvers<DtlsState>();

  let peer: { readonly address: string; readonly port: number } | undefined;
  const flush = () => {
    for (const datagram of dtls.drain()) if (peer) socket.send(datagram, peer.port, peer.address);
    if (dtls.state.name !== 'waiting' && dtls.state.name !== 'handshaking') settle(dtls.state);
  };
  socket.on('message', (datagram, { address, port }) => {
    const tupleKey = `${address}:${port}`;
    const firstByte = datagram[0] ?? 255;
    if (firstByte < 4) {
      const output = ice.receive(performance.now(), datagram, tupleKey, { address, port, family: 4 });
      if (output.response) socket.send(output.response, port, address);
      if (output.selected) peer = { address, port };
    } else if (firstByte >= 20 && firstByte < 64 && ice.isValidated(tupleKey)) {
      dtls.receive(performance.now(), datagram);
      flush();
    }
  });
  const timer = setInterval(() => {
    dtls.tick(performance.now());
    flush();
  }, 50);

  return {
    get state() {
      return dtls.state;
    },
    settled,
    answer(offerSdp) {
      const value = /a=fingerprint:sha-256 ([0-9A-Fa-f:]+)/.exec(offerSdp)?.[1] ?? '';
      dtls.setRemoteFingerprints(performance.now(), [{ algorithm: 'sha-256', value }]);
      return answerSdp(credentials, identity.fingerprintSha256, socket.address().port);
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      dtls.close(performance.now());
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}

function answerSdp(
  credentials: { readonly ufrag: string; readonly password: string },
  fingerprint: string,
  port: number,
): string {
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    'a=sendonly',
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
    `a=ice-ufrag:${credentials.ufrag}`,
    `a=ice-pwd:${credentials.password}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:passive',
    `a=candidate:1 1 udp 2130706431 127.0.0.1 ${port} typ host`,
    'a=end-of-candidates',
  ];
  return `${lines.join('\r\n')}\r\n`;
}
