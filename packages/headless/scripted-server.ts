/**
 * A signalling server for tests of the call engine: a real socket that speaks the contract and keeps a meeting's books, with
 * no media behind it. What it was asked is written down, and tests may cut, refuse and announce at will.
 */
import { type ErrorCode, errorBody, VecheError } from '@veche/contracts/errors.ts';
import { parseRpc, rpcError, rpcNotification, rpcResult } from '@veche/contracts/json-rpc.ts';
import type { ParticipantView, ProducerView, SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import type { MethodName } from '@veche/contracts/signalling/methods.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Asked {
  readonly method: MethodName;
  readonly params: Record<string, unknown>;
}

const feedback = [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }];
const mid = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const rid = 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id';

const audioCodecs = {
  opus: { mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2, parameters: {}, rtcpFeedback: [] },
  PCMU: { mimeType: 'audio/PCMU', payloadType: 0, clockRate: 8_000, channels: 1, parameters: {}, rtcpFeedback: [] },
} as const;

const capabilitiesWith = ({ payloadType, ...audio }: (typeof audioCodecs)[keyof typeof audioCodecs]): unknown => ({
  codecs: [
    { kind: 'audio', preferredPayloadType: payloadType, ...audio },
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: 101,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: feedback,
    },
    {
      kind: 'video',
      mimeType: 'video/rtx',
      preferredPayloadType: 102,
      clockRate: 90_000,
      parameters: { apt: 101 },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [
    { kind: 'audio', uri: mid, preferredId: 1 },
    { kind: 'video', uri: mid, preferredId: 1 },
    { kind: 'video', uri: rid, preferredId: 2 },
  ],
});

export class ScriptedServer {
  readonly url: string;
  readonly selfId = 'self';
  readonly asked: Asked[] = [];
  /** What the next join answers, beside oneself. */
  others: ParticipantView[] = [];
  /** Answers everything with this error. */
  refusal: ErrorCode | undefined;
  mediaEpoch = 1;
  soundMode: SoundMode = 'forwarded';
  /** The one codec for sound that it offers. */
  audio: keyof typeof audioCodecs = 'opus';
  transportIds: string[] = [];
  ownProducers: ProducerView[] = [];
  readonly #listening: WebSocketServer;
  #socket: WebSocket | undefined;
  #nextId = 1;

  static async start(): Promise<ScriptedServer> {
    const listening = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await new Promise((resolve) => listening.once('listening', resolve));
    return new ScriptedServer(listening);
  }

  private constructor(listening: WebSocketServer) {
    this.#listening = listening;
    this.url = `ws://127.0.0.1:${(listening.address() as { port: number }).port}`;
    listening.on('connection', (socket) => {
      this.#socket = socket;
      socket.on('message', (text) => {
        const frame = parseRpc(String(text));
        if (frame.kind !== 'request') return;
        const { id, method, params } = frame.request;
        const asked = { method: method as MethodName, params: params as Record<string, unknown> };
        this.asked.push(asked);
        socket.send(
          this.refusal === undefined
            ? rpcResult(id, this.#answer(asked))
            : rpcError(id, errorBody(new VecheError(this.refusal), 'en')),
        );
      });
    });
  }

  methods(): MethodName[] {
    return this.asked.map(({ method }) => method);
  }

  last(method: MethodName): Record<string, unknown> | undefined {
    return this.asked.findLast((asked) => asked.method === method)?.params;
  }

  notify({ method, params }: Notification): void {
    this.#socket?.send(rpcNotification(method, params));
  }

  cut(): void {
    this.#socket?.terminate();
  }

  close(): void {
    this.#socket?.terminate();
    this.#listening.close();
  }

  #answer({ method, params }: Asked): unknown {
    switch (method) {
      case 'join':
        return {
          participantId: this.selfId,
          conference: { conferenceId: 'conference', name: 'Standup', startedAtMs: 1, soundMode: this.soundMode },
          participants: [person(this.selfId, this.ownProducers), ...this.others],
          routerRtpCapabilities: capabilitiesWith(audioCodecs[this.audio]),
          mediaEpoch: this.mediaEpoch,
          transportIds: this.transportIds,
        };
      case 'createTransport': {
        const transportId = `t${this.#nextId++}`;
        this.transportIds.push(transportId);
        return {
          transportId,
          iceParameters: { usernameFragment: 'ufrag000', password: 'password0123456789012345', iceLite: true },
          iceCandidates: [
            {
              foundation: 'udp',
              priority: 1,
              ip: '127.0.0.1',
              address: '127.0.0.1',
              protocol: 'udp',
              port: 9,
              type: 'host',
            },
          ],
          dtlsParameters: {
            role: 'server',
            fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('AB').join(':') }],
          },
        };
      }
      case 'produce': {
        const producerId = `p${this.#nextId++}`;
        const { kind, source, paused } = params as unknown as ProducerView;
        this.ownProducers.push({ producerId, kind, source, paused });
        return { producerId };
      }
      case 'consume':
        return { consumers: (params.producerIds as string[]).map((producerId) => this.#consumer(producerId)) };
      case 'restartIce':
        return { iceParameters: { usernameFragment: 'ufrag111', password: 'password0123456789012345', iceLite: true } };
      default:
        return {};
    }
  }

  #consumer(producerId: string): unknown {
    const producer = this.others.flatMap(({ producers }) => producers).find((view) => view.producerId === producerId);
    const number = this.#nextId++;
    const video = producer?.kind === 'video';
    const rtpParameters: RtpParameters = {
      mid: String(number),
      codecs: video
        ? [
            { mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000, parameters: {}, rtcpFeedback: feedback },
            { mimeType: 'video/rtx', payloadType: 102, clockRate: 90_000, parameters: { apt: 101 }, rtcpFeedback: [] },
          ]
        : [{ ...audioCodecs[this.audio], rtcpFeedback: [] }],
      headerExtensions: [{ uri: mid, id: 1 }],
      encodings: [video ? { ssrc: 1_000 + number, rtx: { ssrc: 5_000 + number } } : { ssrc: 1_000 + number }],
      rtcp: { cname: 'veche', reducedSize: true },
    };
    return { consumerId: `c${producerId}`, producerId, kind: video ? 'video' : 'audio', rtpParameters };
  }
}

export const person = (participantId: string, producers: ProducerView[] = []): ParticipantView => ({
  participantId,
  name: participantId,
  role: 'guest',
  connected: true,
  network: null,
  isOwner: false,
  handOrder: null,
  producers,
  joinedAtMs: 1,
});
