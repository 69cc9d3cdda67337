/**
 * One worker: it ties the plane to the machines (ICE, DTLS) and to the conferences' decisions, and obeys its parent. Everything from outside comes in as a
 * function call, so that a test can run it without a process.
 */
import type { NetworkInterfaceInfo } from 'node:os';
import type { IceParameters } from '@veche/contracts/signalling/media-parameters.ts';
import type { TransportDescription } from '@veche/contracts/signalling/methods.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import { unreachable } from '@veche/kernel/invariant.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { SoundListener, SoundThread } from '../../audio/thread/sound-thread.ts';
import { ConferenceMedia } from '../../control/forwarding/conference-media.ts';
import { createMediaIds, type MediaIds } from '../../control/forwarding/media-ids.ts';
import { done, type MediaResult, refused } from '../../control/forwarding/records.ts';
import { createDtlsIdentity, type DtlsIdentity } from '../../machines/dtls/dtls-identity.ts';
import { createDtlsServer } from '../../machines/dtls/dtls-server.ts';
import { createIceCredentials, type IceCredentials } from '../../machines/ice-lite/credentials.ts';
import { hmacSha1 } from '../../machines/ice-lite/hmac-sha1.ts';
import { createIceLite } from '../../machines/ice-lite/ice-lite.ts';
import type { Command } from '../../plane/commands.ts';
import type { PlaneEvent } from '../../plane/events.ts';
import type { Plane, PlaneListener } from '../../plane/plane.ts';
import type { RecorderEvents } from '../../recorder/recorder.ts';
import type { RecorderThread } from '../../recorder/thread/recorder-thread.ts';
import type {
  ConferenceNews,
  FromWorker,
  MediaAnswer,
  MediaCall,
  RecordingNews,
  ToWorker,
  WorkerSettings,
} from '../worker-protocol.ts';
import { ListenOutcome } from './listen-outcome.ts';
import { dispatchMediaEvent, dispatchReadable, dispatchVoiceLevels, type Owners } from './media-events.ts';
import { reachableCandidates } from './reachable-addresses.ts';
import { TransportDirectory } from './transport-directory.ts';
import { TransportSession } from './transport-session.ts';

export interface MediaWorkerNeeds {
  createPlane(listener: PlaneListener): Plane;
  createSound(listener: SoundListener): SoundThread;
  createRecorder(events: RecorderEvents): RecorderThread;
  networkInterfaces(): readonly NetworkInterfaceInfo[];
  /** Timers that run in this process. */
  openTimers(): number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  post(message: FromWorker): void;
}

/** Timers of handshakes and of key frames are looked at this often, while there is a transport at all. */
const beatMs = 50;

export class MediaWorker {
  readonly #needs: MediaWorkerNeeds;
  readonly #settings: WorkerSettings;
  readonly #ids: MediaIds;
  readonly #identity: DtlsIdentity;
  readonly #plane: Plane;
  readonly #sound: SoundThread;
  readonly #recorder: RecorderThread;
  readonly #listening: ListenOutcome;
  readonly #conferences = new Map<string, ConferenceMedia>();
  readonly #directory = new TransportDirectory();
  readonly #owners: Owners = new Map();
  #beat: NodeJS.Timeout | undefined;
  #strayChecks = 0;

  constructor(settings: WorkerSettings, needs: MediaWorkerNeeds) {
    const { random, clock } = needs;
    this.#settings = settings;
    this.#needs = needs;
    this.#ids = createMediaIds(settings.generation, random);
    this.#identity = createDtlsIdentity((length) => random.bytes(length), clock.nowMs());
    this.#listening = new ListenOutcome(settings.listenAddresses, needs.logger, needs.post);
    this.#plane = needs.createPlane((events) => this.#hearPlane(events));
    this.#sound = needs.createSound({
      onFrames: (frames) => this.#plane.apply(Array.from(frames, (frame): Command => ({ type: 'inject', frame }))),
      onLevels: (levels) => {
        dispatchVoiceLevels(levels, this.#owners, needs.clock.nowMs());
        this.#settleAll();
      },
      onReadable: (changes) => {
        dispatchReadable(changes, this.#owners);
        this.#settleAll();
      },
    });
    this.#recorder = needs.createRecorder({
      onClosed: (recordingId, fileName) => this.#tellRecording({ type: 'closed', recordingId, fileName }),
      onEnded: (recordingId) => this.#tellRecording({ type: 'ended', recordingId }),
      onRefused: (recordingId, code) => this.#tellRecording({ type: 'refused', recordingId, code }),
      wantKeyFrame: (routeId) => {
        this.#owners.get(routeId)?.wantKeyFrame(routeId, needs.clock.nowMs());
        this.#settleAll();
      },
    });
    const endpoints = settings.listenAddresses.map((address) => ({ address, port: settings.port }));
    this.#plane.apply([{ type: 'listen', udp: endpoints, tcp: endpoints }]);
  }

  handle(message: Exclude<ToWorker, { type: 'start' | 'shutDown' }>): void {
    const { post } = this.#needs;
    switch (message.type) {
      case 'call': {
        const { callId, conferenceId, participantId, call } = message;
        const outcome = this.#carryOut(conferenceId, participantId, call);
        this.#settle(conferenceId);
        if (outcome.ok) post({ type: 'answer', callId, result: outcome.value });
        else post({ type: 'refusal', callId, error: outcome.error });
        return;
      }
      case 'moveParticipants':
        this.#conference(message.conferenceId).moveParticipants(message.moves);
        this.#settle(message.conferenceId);
        return;
      case 'setRecordings':
        this.#conference(message.conferenceId).setRecordings(message.recordings, this.#needs.clock.nowMs());
        this.#settle(message.conferenceId);
        this.#beat ??= setInterval(() => this.#onBeat(), beatMs);
        return;
      case 'removeParticipant':
        this.#conferences.get(message.conferenceId)?.removeParticipant(message.participantId);
        this.#settle(message.conferenceId);
        return;
      case 'closeConference':
        this.#conferences.get(message.conferenceId)?.close();
        this.#settle(message.conferenceId);
        return;
      case 'ping':
        post({ type: 'pong', pingId: message.pingId, counters: this.#counters() });
        return;
      default:
        unreachable(message);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#beat);
    await Promise.all([this.#plane.close(), this.#sound.close(), this.#recorder.close()]);
  }

  #carryOut(conferenceId: string, participantId: string, call: MediaCall): MediaResult<MediaAnswer> {
    const nowMs = this.#needs.clock.nowMs();
    const conference = this.#conference(conferenceId);
    switch (call.method) {
      case 'createTransport':
        return this.#createTransport(conferenceId, conference, participantId, call.params.direction);
      case 'connectTransport': {
        const found = conference.transport(participantId, call.params.transportId);
        if (!found.ok) return found;
        if (call.params.dtlsParameters.role === 'server') return refused('invalid_request');
        this.#directory.byNumber(found.value.number)?.setRemote(nowMs, call.params.dtlsParameters);
        return done({});
      }
      case 'restartIce': {
        const found = conference.transport(participantId, call.params.transportId);
        if (!found.ok) return found;
        const credentials = this.#iceCredentials();
        this.#directory.byNumber(found.value.number)?.restartIce(credentials);
        this.#directory.addUfrag(found.value.number, credentials.ufrag);
        return done({ iceParameters: iceParameters(credentials) });
      }
      case 'closeTransport': {
        const outcome = conference.closeTransport(participantId, call.params.transportId);
        return outcome.ok ? done({}) : outcome;
      }
      case 'produce': {
        const outcome = conference.produce(participantId, call.params, nowMs);
        return outcome.ok ? done({ producerId: outcome.value }) : outcome;
      }
      case 'setProducerPaused': {
        const { producerId, paused } = call.params;
        const outcome = conference.setProducerPaused(participantId, producerId, paused, nowMs);
        return outcome.ok ? done({}) : outcome;
      }
      case 'setVoiceTreatment': {
        const { producerId, treatment } = call.params;
        const outcome = conference.setVoiceTreatment(participantId, producerId, treatment);
        return outcome.ok ? done({}) : outcome;
      }
      case 'closeProducer': {
        const outcome = conference.closeProducer(participantId, call.params.producerId);
        return outcome.ok ? done({}) : outcome;
      }
      case 'consume': {
        const { transportId, rtpCapabilities, producerIds } = call.params;
        const outcome = conference.consume(participantId, transportId, rtpCapabilities, producerIds);
        return outcome.ok ? done({ consumers: outcome.value }) : outcome;
      }
      case 'closeConsumers':
        conference.closeConsumers(participantId, call.params.consumerIds);
        return done({});
      case 'setTiles':
        conference.setTiles(participantId, call.params.tiles, nowMs);
        return done({});
      default:
        return unreachable(call);
    }
  }

  #createTransport(
    conferenceId: string,
    conference: ConferenceMedia,
    participantId: string,
    direction: 'send' | 'receive',
  ): MediaResult<TransportDescription> {
    const opened = conference.openTransport(participantId, direction);
    if (!opened.ok) return opened;
    const { transportId, number } = opened.value;
    const { random, logger, clock } = this.#needs;
    const credentials = this.#iceCredentials();
    const { ufrag: localUfrag, password: localPassword } = credentials;
    const session = new TransportSession({
      transportNumber: number,
      ice: createIceLite({ localUfrag, localPassword, hmacSha1 }),
      dtls: createDtlsServer({
        identity: this.#identity,
        remoteFingerprints: [],
        random: (length) => random.bytes(length),
        mtuBytes: 1_200,
      }),
      logger: logger.child({ conferenceId, participantId, transportId }),
      apply: (commands) => {
        if (commands.length > 0) this.#plane.apply(commands);
      },
      onUp: (up) => {
        conference.setTransportUp(transportId, up, clock.nowMs());
        this.#settle(conferenceId);
      },
    });
    this.#directory.add(number, session);
    this.#beat ??= setInterval(() => this.#onBeat(), beatMs);
    return done({
      transportId,
      iceParameters: iceParameters(credentials),
      iceCandidates: reachableCandidates(
        this.#listening.open,
        this.#settings.announcedAddresses,
        this.#needs.networkInterfaces(),
      ),
      dtlsParameters: {
        role: 'server',
        fingerprints: [{ algorithm: 'sha-256', value: this.#identity.fingerprintSha256 }],
      },
    });
  }

  #hearPlane(events: readonly PlaneEvent[]): void {
    const nowMs = this.#needs.clock.nowMs();
    let decided = false;
    for (const event of events) {
      if (event.type === 'tapped') {
        this.#sound.receive(event.packet);
        continue;
      }
      if (event.type === 'delivered') {
        this.#recorder.receive(event.packet);
        continue;
      }
      decided = true;
      switch (event.type) {
        case 'listening':
          this.#listening.opened(event);
          break;
        case 'listenFailed':
          this.#listening.failed(event);
          break;
        case 'datagram':
          this.#hearDatagram(event, nowMs);
          break;
        case 'pathClosed':
          this.#directory.byNumber(event.transportId)?.pathClosed(event.path);
          break;
        default:
          dispatchMediaEvent(event, this.#owners, nowMs);
      }
    }
    if (decided) this.#settleAll();
  }

  #hearDatagram({ content, path, transportId, bytes }: Extract<PlaneEvent, { type: 'datagram' }>, nowMs: number): void {
    if (content === 'dtls') {
      this.#directory.byNumber(transportId)?.receiveDtls(nowMs, path, bytes);
      return;
    }
    const session = this.#directory.byStun(bytes);
    if (session === undefined) this.#strayChecks += 1;
    else session.receiveStun(nowMs, path, bytes, transportId);
  }

  #onBeat(): void {
    const nowMs = this.#needs.clock.nowMs();
    for (const session of this.#directory.sessions()) {
      if ((session.nextDeadlineMs() ?? Number.POSITIVE_INFINITY) <= nowMs) session.tick(nowMs);
    }
    for (const conference of this.#conferences.values()) conference.tick(nowMs);
    this.#settleAll();
  }

  #conference(conferenceId: string): ConferenceMedia {
    const known = this.#conferences.get(conferenceId);
    if (known !== undefined) return known;
    const conference = new ConferenceMedia(conferenceId, this.#ids, this.#owners);
    this.#conferences.set(conferenceId, conference);
    return conference;
  }

  #settleAll(): void {
    for (const conferenceId of this.#conferences.keys()) this.#settle(conferenceId);
  }

  /** Carries out what a conference has decided. */
  #settle(conferenceId: string): void {
    const conference = this.#conferences.get(conferenceId);
    if (conference === undefined) return;
    const { commands, sound, recorder, notices } = conference.drain();
    // A transport says goodbye before the plane forgets where to.
    for (const notice of notices) {
      if (notice.type === 'transportClosed') this.#directory.remove(notice.number)?.close(this.#needs.clock.nowMs());
    }
    if (commands.length > 0) this.#plane.apply(commands);
    this.#sound.obey(sound);
    this.#recorder.obey(recorder);
    for (const notice of notices) {
      const news: ConferenceNews =
        notice.type === 'transportClosed'
          ? { type: 'transportsClosed', participantId: notice.participantId, transportIds: [notice.transportId] }
          : notice;
      this.#needs.post({ type: 'news', conferenceId, news });
    }
    if (conference.isEmpty) this.#conferences.delete(conferenceId);
    if (this.#conferences.size > 0) return;
    clearInterval(this.#beat);
    this.#beat = undefined;
  }

  #iceCredentials(): IceCredentials {
    return createIceCredentials((length) => this.#needs.random.bytes(length));
  }

  #tellRecording(news: RecordingNews): void {
    this.#needs.post({ type: 'recording', news });
  }

  #counters(): (readonly [string, number])[] {
    return [
      ...this.#plane.counters(),
      ...this.#sound.counters(),
      ...this.#recorder.counters(),
      ['transports', this.#directory.size],
      ['conferences', this.#conferences.size],
      ['strayIceChecks', this.#strayChecks],
      ['timers', this.#needs.openTimers()],
    ];
  }
}

const iceParameters = ({ ufrag, password }: IceCredentials): IceParameters => ({
  usernameFragment: ufrag,
  password,
  iceLite: true,
});
