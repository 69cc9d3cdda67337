/**
 * A participant who only listens, at a tenth of a browser's price, so that two hundred fit beside the server on a small machine: real signalling, ICE, DTLS,
 * SRTP and Opus over a real socket, and no engine around them. No jitter buffer either: what arrives is heard when it arrives.
 */
import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import type { JoinAnswer } from '@veche/contracts/rest/conferences.ts';
import { mixProducerId } from '@veche/contracts/signalling/conference-view.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import type { SoundDecoder, SoundLibrary } from '@veche/media/audio/codecs/sound-codec.ts';
import { packetSamplesMax, soundRateHz } from '@veche/media/audio/codecs/sound-codec.ts';
import { createDtlsIdentity } from '@veche/media/machines/dtls/dtls-identity.ts';
import { hmacSha1 } from '@veche/media/machines/ice-lite/hmac-sha1.ts';
import { SrtpInbound } from '@veche/media/plane-ts/srtp/srtp-inbound.ts';
import { createSrtpCipher } from '@veche/media/plane-ts/srtp/srtp-session.ts';
import { createRtpView, readRtpHeader } from '@veche/media/wire/rtp.ts';
import { buildStun } from '@veche/media/wire/stun.ts';
import { DtlsTestClient } from '@veche/testkit/dtls-test-client/dtls-test-client.ts';
import { SignallingClient } from '../../e2e/harness/signalling-client.ts';
import type { Ear, HeardBlock } from './ear.ts';

/** Keys cost milliseconds each; nobody here is told from another by them. */
const identity = createDtlsIdentity(randomBytes, Date.now());
const consentEveryMs = 4_000;
const patienceMs = 20_000;

export class LightListener implements Ear {
  readonly participantId: string;
  /** As told by `entered` and by who came and went. */
  peopleInRoom: number;
  readonly #signalling: SignallingClient;
  readonly #socket: Socket;
  readonly #decoder: SoundDecoder;
  readonly #view = createRtpView();
  readonly #left = new Float32Array(packetSamplesMax);
  readonly #right = new Float32Array(packetSamplesMax);
  readonly #samples = new Int16Array(packetSamplesMax);
  readonly #timers: NodeJS.Timeout[] = [];
  #listener: ((block: HeardBlock) => void) | undefined;
  #srtp: SrtpInbound | undefined;

  private constructor(signalling: SignallingClient, socket: Socket, decoder: SoundDecoder) {
    this.#signalling = signalling;
    this.#socket = socket;
    this.#decoder = decoder;
    this.participantId = signalling.joined.participantId;
    this.peopleInRoom = signalling.joined.participants.length;
    signalling.onNotification((notification) => this.#hearOf(notification));
  }

  /** Resolves when the mix may flow. */
  static async join(
    place: Pick<JoinAnswer, 'mediaUrl' | 'participantToken'>,
    library: SoundLibrary,
  ): Promise<LightListener> {
    const signalling = await SignallingClient.open(place);
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const listener = new LightListener(signalling, socket, library.decoder('opus'));
    await listener.#connect();
    return listener;
  }

  get isConnected(): boolean {
    return this.#signalling.isOpen;
  }

  onBlock(listener: (block: HeardBlock) => void): () => void {
    this.#listener = listener;
    return () => {
      if (this.#listener === listener) this.#listener = undefined;
    };
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#signalling.close();
    this.#socket.close();
    this.#decoder.close();
  }

  async #connect(): Promise<void> {
    const { transportId, iceParameters, iceCandidates } = await this.#signalling.call('createTransport', {
      direction: 'receive',
    });
    const candidate = iceCandidates.find(({ protocol, address }) => protocol === 'udp' && address === '127.0.0.1');
    if (candidate === undefined) throw new Error('The server has no candidate on loopback');
    const { port, address } = candidate;
    await this.#signalling.call('connectTransport', {
      transportId,
      dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: identity.fingerprintSha256 }] },
    });
    const check = (): void => {
      const binding = buildStun({
        class: 'request',
        transactionId: randomBytes(12),
        username: `${iceParameters.usernameFragment}:light`,
        priority: 1,
        useCandidate: true,
        iceControlling: 1n,
        integrity: { key: Buffer.from(iceParameters.password), hmacSha1 },
      });
      this.#socket.send(binding, port, address);
    };
    const dtls = new DtlsTestClient({ random: randomBytes, identity });
    const flush = (): void => {
      for (const datagram of dtls.drain()) this.#socket.send(datagram, port, address);
    };
    const connected = new Promise<void>((resolve, reject) => {
      const tooLate = setTimeout(() => reject(new Error('DTLS did not connect')), patienceMs);
      let started = false;
      this.#socket.on('message', (datagram) => {
        const first = datagram[0] ?? 0;
        if (first < 4 && !started) {
          started = true;
          dtls.start(performance.now());
          flush();
        } else if (first >= 20 && first < 64) {
          dtls.receive(performance.now(), datagram);
          flush();
          const { keys } = dtls;
          if (keys === undefined || this.#srtp !== undefined) return;
          const cipher = createSrtpCipher(keys.profile, { key: keys.serverKey, salt: keys.serverSalt });
          if (cipher !== undefined) this.#srtp = new SrtpInbound(cipher);
          clearTimeout(tooLate);
          resolve();
        } else if (first >= 128) this.#receive(datagram);
      });
    });
    check();
    this.#timers.push(setInterval(check, consentEveryMs));
    const retransmit = setInterval(() => {
      dtls.tick(performance.now());
      flush();
    }, 100);
    await connected;
    clearInterval(retransmit);
    const { consumers } = await this.#signalling.call('consume', {
      transportId,
      rtpCapabilities: {
        codecs: [
          { kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 111, clockRate: soundRateHz, channels: 2 },
        ],
      },
      producerIds: [mixProducerId],
    });
    const tiles = consumers.map(({ consumerId }) => ({ consumerId, widthPx: 0, heightPx: 0 }));
    await this.#signalling.call('setTiles', { tiles });
    this.#timers.push(
      setInterval(() => void this.#signalling.call('setTiles', { tiles }).catch(() => undefined), 15_000),
    );
  }

  #receive(datagram: Buffer): void {
    if (this.#srtp === undefined || (datagram[1]! >= 192 && datagram[1]! <= 223)) return;
    if (!readRtpHeader(datagram, datagram.length, this.#view)) return;
    const { headerLength, ssrc, sequenceNumber } = this.#view;
    const payload = this.#srtp.openRtp(datagram, headerLength, ssrc, sequenceNumber);
    if (typeof payload === 'string') return;
    const count = this.#decoder.decode(payload, this.#left, this.#right);
    if (count <= 0 || this.#listener === undefined) return;
    for (let i = 0; i < count; i++) this.#samples[i] = this.#left[i]! * 32_767;
    this.#listener({
      samples: this.#samples.subarray(0, count),
      sampleRateHz: soundRateHz,
      channelCount: 1,
      atMs: performance.now(),
    });
  }

  #hearOf({ method, params }: Notification): void {
    if (method === 'entered') this.peopleInRoom = params.participants.length;
    else if (method === 'participantJoined') this.peopleInRoom += 1;
    else if (method === 'participantLeft') this.peopleInRoom -= 1;
  }
}
