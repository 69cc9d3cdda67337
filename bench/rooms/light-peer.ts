/**
 * A participant at a tenth of libwebrtc's price, so that two hundred fit beside the server on a small machine: real signalling, ICE, DTLS, SRTP and Opus over
 * real sockets, and no engine around them. No jitter buffer either: what arrives is heard when it arrives.
 */
import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import type { JoinAnswer } from '@veche/contracts/rest/conferences.ts';
import { mixProducerId } from '@veche/contracts/signalling/conference-view.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import type { SoundDecoder, SoundLibrary } from '@veche/media/audio/codecs/sound-codec.ts';
import { packetSamplesMax, soundRateHz } from '@veche/media/audio/codecs/sound-codec.ts';
import type { SrtpKeys } from '@veche/media/machines/dtls/dtls-engine.ts';
import { createDtlsIdentity } from '@veche/media/machines/dtls/dtls-identity.ts';
import { hmacSha1 } from '@veche/media/machines/ice-lite/hmac-sha1.ts';
import { SrtpInbound } from '@veche/media/plane-ts/srtp/srtp-inbound.ts';
import { SrtpOutbound } from '@veche/media/plane-ts/srtp/srtp-outbound.ts';
import { createSrtpCipher } from '@veche/media/plane-ts/srtp/srtp-session.ts';
import { buildRtp, createRtpView, readRtpHeader } from '@veche/media/wire/rtp.ts';
import { buildStun } from '@veche/media/wire/stun.ts';
import { DtlsTestClient } from '@veche/testkit/dtls-test-client/dtls-test-client.ts';
import { SignallingClient } from '../../e2e/harness/signalling-client.ts';
import type { Ear, HeardBlock } from './ear.ts';

/** Keys cost milliseconds each; nobody here is told from another by them. */
const identity = createDtlsIdentity(randomBytes, Date.now());
const ssrc = 7;
const cameraSsrc = 8;
const consentEveryMs = 4_000;
const patienceMs = 20_000;

export class LightPeer implements Ear {
  readonly participantId: string;
  /** As told by `entered` and by who came and went. */
  peopleInRoom: number;
  readonly #signalling: SignallingClient;
  readonly #decoder: SoundDecoder;
  readonly #view = createRtpView();
  readonly #left = new Float32Array(packetSamplesMax);
  readonly #right = new Float32Array(packetSamplesMax);
  readonly #samples = new Int16Array(packetSamplesMax);
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #sockets: Socket[] = [];
  #listener: ((block: HeardBlock) => void) | undefined;
  #inbound: SrtpInbound | undefined;

  private constructor(signalling: SignallingClient, decoder: SoundDecoder) {
    this.#signalling = signalling;
    this.#decoder = decoder;
    this.participantId = signalling.joined.participantId;
    this.peopleInRoom = signalling.joined.participants.length;
    signalling.onNotification((notification) => this.#hearOf(notification));
  }

  /** Resolves when the mix may flow. `voice`: 20 ms packets of Opus that are said over and over again, 50 a second. */
  static async join(
    place: Pick<JoinAnswer, 'mediaUrl' | 'participantToken'>,
    library: SoundLibrary,
    voice?: readonly Uint8Array[],
  ): Promise<LightPeer> {
    const peer = new LightPeer(await SignallingClient.open(place), library.decoder('opus'));
    await peer.#receiveMix();
    if (voice !== undefined) await peer.#speak(voice);
    return peer;
  }

  /** Sends pictures over and over again, 25 a second: payloads of RTP (RFC 6184), a picture each. */
  async show(pictures: readonly (readonly Uint8Array[])[]): Promise<void> {
    let outbound: SrtpOutbound | undefined;
    const { transportId, send } = await this.#connect('send', (keys) => {
      const cipher = createSrtpCipher(keys.profile, { key: keys.clientKey, salt: keys.clientSalt });
      if (cipher !== undefined) outbound = new SrtpOutbound(cipher);
    });
    const parameters = { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 };
    const codec = { mimeType: 'video/H264', payloadType: 102, clockRate: 90_000, parameters };
    const rtpParameters = { mid: '1', codecs: [codec], encodings: [{ ssrc: cameraSsrc }] };
    await this.#signalling.call('produce', {
      transportId,
      kind: 'video',
      source: 'camera',
      rtpParameters,
      paused: false,
    });
    let [nth, index] = [0, 0];
    const sealed = Buffer.alloc(1_500);
    this.#timers.push(
      setInterval(() => {
        const payloads = pictures[nth % pictures.length]!;
        for (const [at, payload] of payloads.entries()) {
          const marker = at === payloads.length - 1;
          const fields = {
            payloadType: 102,
            sequenceNumber: index & 0xffff,
            timestamp: nth * 3_600,
            ssrc: cameraSsrc,
            marker,
          };
          const header = buildRtp({ ...fields, payload: new Uint8Array(0) });
          const length = outbound?.sealRtp(header, payload, cameraSsrc, index, sealed) ?? 0;
          send(Buffer.from(sealed.subarray(0, length)));
          index += 1;
        }
        nth += 1;
      }, 40),
    );
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
    for (const socket of this.#sockets) socket.close();
    this.#decoder.close();
  }

  async #receiveMix(): Promise<void> {
    const { transportId } = await this.#connect('receive', (keys) => {
      const cipher = createSrtpCipher(keys.profile, { key: keys.serverKey, salt: keys.serverSalt });
      if (cipher !== undefined) this.#inbound = new SrtpInbound(cipher);
    });
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

  async #speak(voice: readonly Uint8Array[]): Promise<void> {
    let outbound: SrtpOutbound | undefined;
    const { transportId, send } = await this.#connect('send', (keys) => {
      const cipher = createSrtpCipher(keys.profile, { key: keys.clientKey, salt: keys.clientSalt });
      if (cipher !== undefined) outbound = new SrtpOutbound(cipher);
    });
    await this.#signalling.call('produce', {
      transportId,
      kind: 'audio',
      source: 'microphone',
      rtpParameters: {
        mid: '0',
        codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: soundRateHz, channels: 2 }],
        encodings: [{ ssrc }],
      },
      paused: false,
      treatment: 'plain',
    });
    let nth = 0;
    const sealed = Buffer.alloc(1_500);
    this.#timers.push(
      setInterval(() => {
        const payload = voice[nth % voice.length]!;
        const fields = { payloadType: 111, sequenceNumber: nth & 0xffff, timestamp: nth * 960, ssrc, marker: false };
        const header = buildRtp({ ...fields, payload: new Uint8Array(0) });
        const length = outbound?.sealRtp(header, payload, ssrc, nth, sealed) ?? 0;
        send(Buffer.from(sealed.subarray(0, length)));
        nth += 1;
      }, 20),
    );
  }

  /** ICE and DTLS of one transport, on a socket of its own. */
  async #connect(
    direction: 'send' | 'receive',
    onKeys: (keys: SrtpKeys) => void,
  ): Promise<{ transportId: string; send(bytes: Buffer): void }> {
    const socket = createSocket('udp4');
    this.#sockets.push(socket);
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const { transportId, iceParameters, iceCandidates } = await this.#signalling.call('createTransport', { direction });
    const candidate = iceCandidates.find(({ protocol, address }) => protocol === 'udp' && address === '127.0.0.1');
    if (candidate === undefined) throw new Error('The server has no candidate on loopback');
    const send = (bytes: Uint8Array): void => socket.send(bytes, candidate.port, candidate.address);
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
      send(binding);
    };
    const dtls = new DtlsTestClient({ random: randomBytes, identity });
    const flush = (): void => {
      for (const datagram of dtls.drain()) send(datagram);
    };
    const connected = new Promise<void>((resolve, reject) => {
      const tooLate = setTimeout(() => reject(new Error('DTLS did not connect')), patienceMs);
      let [started, isUp] = [false, false];
      socket.on('message', (datagram) => {
        const first = datagram[0] ?? 0;
        if (first >= 128) this.#receive(datagram);
        else if (first < 4 && !started) {
          started = true;
          dtls.start(performance.now());
          flush();
        } else if (first >= 20 && first < 64) {
          dtls.receive(performance.now(), datagram);
          flush();
          if (dtls.keys === undefined || isUp) return;
          isUp = true;
          onKeys(dtls.keys);
          clearTimeout(tooLate);
          resolve();
        }
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
    return { transportId, send };
  }

  #receive(datagram: Buffer): void {
    // What nobody listens to is not even opened: two hundred share what the server leaves of the machine.
    if (this.#listener === undefined || this.#inbound === undefined) return;
    if (datagram[1]! >= 192 && datagram[1]! <= 223) return;
    if (!readRtpHeader(datagram, datagram.length, this.#view)) return;
    const { headerLength, ssrc, sequenceNumber } = this.#view;
    const payload = this.#inbound.openRtp(datagram, headerLength, ssrc, sequenceNumber);
    if (typeof payload === 'string') return;
    const count = this.#decoder.decode(payload, this.#left, this.#right);
    if (count <= 0) return;
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
    else if (method === 'participantsJoined') this.peopleInRoom += params.participants.length;
    else if (method === 'participantsLeft') this.peopleInRoom -= params.participantIds.length;
  }
}
