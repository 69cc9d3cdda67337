/**
 * One participant's call, without any screen: it connects signalling, media, publications and subscriptions, and shows all
 * of it as one state. Media that fails never ends the call; only the server's refusal or goodbye does.
 */
import type { IceServer } from '@veche/contracts/rest/conferences.ts';
import type { SoundMode, Source, VoiceTreatment } from '@veche/contracts/signalling/conference-view.ts';
import type { Inside } from '@veche/contracts/signalling/inside.ts';
import type { RtpCapabilities } from '@veche/contracts/signalling/media-parameters.ts';
import type { MethodParams, MethodResult } from '@veche/contracts/signalling/methods.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import type { CallEnvironment, TimerHandle } from './call-environment.ts';
import { asCallFailure, type CallFailure, connectionLost } from './call-error.ts';
import { type Happening, isHappening, type Order } from './call-orders.ts';
import { type CallState, type EndReason, initialCallState } from './call-state.ts';
import type { CallStats } from './call-stats.ts';
import { type ConferenceInput, type ConferenceState, conferenceAfter, conferenceFromJoin } from './conference-state.ts';
import { MediaSession } from './media-session.ts';
import { Obedience, type Obeyed } from './obedience.ts';
import { Publications, sources } from './publications.ts';
import { ReceivePatience } from './receive-patience.ts';
import { SignallingSocket } from './signalling-socket.ts';
import { SoundReception } from './sound-reception.ts';
import { StatsReader } from './stats-reader.ts';
import { Subscriptions, type Tile } from './subscriptions.ts';

export type { Happening, Order } from './call-orders.ts';
export type { Tile } from './subscriptions.ts';

export interface CallOptions {
  /** The three of the join answer. */
  readonly mediaUrl: string;
  readonly participantToken: string;
  readonly iceServers: readonly IceServer[];
  readonly environment: CallEnvironment;
  /** What an earlier call of the same place was told by hosts, as after a reload of the page. */
  readonly obeyed?: Obeyed;
}

/** How long the first connection is tried before the person is told; later cuts are mended for as long as it takes. */
const joinPatienceMs = 20_000;
/** How often an unheard death of the socket is looked for. */
const heartbeatMs = 15_000;

export class Call {
  readonly #options: CallOptions;
  readonly #instanceId: string;
  readonly #socket: SignallingSocket;
  readonly #media: MediaSession;
  readonly #publications: Publications;
  readonly #subscriptions: Subscriptions;
  readonly #reception: SoundReception;
  readonly #patience: ReceivePatience;
  readonly #statsReader: StatsReader;
  readonly #obedience: Obedience;
  readonly #listeners = new Set<() => void>();
  readonly #happeningListeners = new Set<(happening: Happening) => void>();
  readonly #stopListening: (() => void) | undefined;
  #state: CallState = initialCallState;
  #conference: ConferenceState | undefined;
  #joining: { resolve(): void; reject(failure: CallFailure): void; timer: TimerHandle } | undefined;
  #routerRtpCapabilities: RtpCapabilities | undefined;
  /** What was told after the join answer but before it was taken in: several frames may come in one turn. */
  #held: Notification[] | undefined;
  #ownTracks: readonly (MediaStreamTrack | undefined)[] = [];
  /** The name that was chosen during the call: a server that was started anew knows only the one of the join. */
  #chosenName: string | undefined;
  #heartbeat: TimerHandle;
  /** Joins sent: where the network holds one up, the server knows by its number that a newer one has the place. */
  #joins = 0;

  constructor(options: CallOptions) {
    const { environment } = options;
    this.#options = options;
    this.#instanceId = randomId(environment);
    this.#socket = new SignallingSocket(options.mediaUrl, environment);
    const { ask } = this.#socket;
    this.#media = new MediaSession({ ask, iceServers: options.iceServers, environment });
    this.#publications = new Publications(ask, environment);
    this.#obedience = new Obedience(this.#publications, options.obeyed ?? { mutedAtMs: 0, videoStoppedAtMs: 0 });
    this.#subscriptions = new Subscriptions(ask, environment);
    this.#reception = new SoundReception(this.#subscriptions, environment);
    this.#patience = new ReceivePatience(environment, () => this.#subscriptions.open().map(({ consumer }) => consumer));
    this.#statsReader = new StatsReader(() => environment.nowMs());
    this.#connectParts();
    this.#stopListening = environment.onNetworkChange?.(() => {
      this.#socket.hurry();
      this.#subscriptions.repeatTiles();
      this.#media.handleNetworkChange({ evenIfConnected: true });
    });
  }

  get state(): CallState {
    return this.#state;
  }

  /** `listener` runs after each change of `state`; answers how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `listener` runs for each thing that happens; answers how to stop. */
  onHappening(listener: (happening: Happening) => void): () => void {
    this.#happeningListeners.add(listener);
    return () => this.#happeningListeners.delete(listener);
  }

  /** To be given to the next call of the same place. */
  get obeyed(): Obeyed {
    return this.#obedience.obeyed;
  }

  /** Resolves when the place is taken; rejects with a CallFailure (state: ended, failed). `publish` may be called before. */
  join(): Promise<void> {
    if (this.#state.connection.name !== 'idle') return Promise.reject(new Error('A call is joined once'));
    this.#change({ connection: { name: 'connecting' } });
    this.#media.warmUp();
    return new Promise((resolve, reject) => {
      const timer = this.#options.environment.setTimeout(() => this.#end('failed', connectionLost()), joinPatienceMs);
      this.#joining = { resolve, reject, timer };
      this.#socket.connect();
    });
  }

  /** Gives the place back; resolves also when the server could not be told. */
  async leave(): Promise<void> {
    if (this.#state.connection.name === 'connected') await this.#socket.ask('leave', {}).catch(() => undefined);
    this.#end('left');
  }

  /** Host only; rejects with a CallFailure. */
  async endForAll(): Promise<void> {
    await this.#socket.ask('endForAll', {}).catch((error: unknown) => {
      // The goodbye may come before the answer.
      if (this.#state.connection.name !== 'ended') throw error;
    });
    this.#end('endedForAll');
  }

  async rename(name: string): Promise<void> {
    await this.#socket.ask('rename', { name });
    this.#chosenName = name;
  }

  /** Rejects with a CallFailure when this participant may not, or it cannot be done. */
  order<Name extends Order>(method: Name, params: MethodParams<Name>): Promise<MethodResult<Name>> {
    return this.#socket.ask(method, params);
  }

  /** Host only; rejects with a CallFailure. */
  async setSoundMode(mode: SoundMode): Promise<void> {
    await this.order('setSoundMode', { mode });
  }

  publish(source: Source, track: MediaStreamTrack): Promise<void> {
    return this.#publications.publish(source, track);
  }

  /** The track itself stays as it is: whoever made it stops it. */
  unpublish(source: Source): Promise<void> {
    return this.#publications.unpublish(source);
  }

  /** Mutes or resumes; nothing leaves from the moment of the call. */
  setPaused(source: Source, paused: boolean): Promise<void> {
    return this.#publications.setPaused(source, paused);
  }

  replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    return this.#publications.replaceTrack(source, track);
  }

  /**
   * How one's own microphone is treated, from now on and whenever it is published. To and from `original` another encoding is needed, and
   * a track that was captured without the browser's own treatment: `track` then takes the former's place with no gap.
   */
  setVoiceTreatment(treatment: VoiceTreatment, track?: MediaStreamTrack): Promise<void> {
    return this.#publications.setVoiceTreatment(treatment, track);
  }

  /** The sound of all others in one stream, while the server's mix is received; see `CallState.heard`. */
  mixTrack(): MediaStreamTrack | undefined {
    return this.#subscriptions.track('', 'mix');
  }

  /** Another's received stream, or one's own published track. */
  track(participantId: string, source: Source): MediaStreamTrack | undefined {
    return participantId === this.#state.selfId
      ? this.#publications.track(source)
      : this.#subscriptions.track(participantId, source);
  }

  /** The whole truth about the pictures on the screen; what is not named is not received. */
  setTiles(tiles: readonly Tile[]): void {
    this.#subscriptions.setTiles(tiles);
  }

  stats(): Promise<CallStats> {
    const selfId = this.#state.selfId ?? '';
    const sent = sources.flatMap((source) => {
      const stream = this.#publications.producer(source);
      return stream === undefined ? [] : [{ participantId: selfId, source, stream }];
    });
    const received = this.#subscriptions
      .open()
      .map(({ participantId, source, consumer }) => ({ participantId, source, stream: consumer }));
    return this.#statsReader.read(sent, received);
  }

  /** Drops everything at once without a word; the server holds the place for a while. */
  close(): void {
    this.#end('left');
  }

  #connectParts(): void {
    this.#socket.events.on('opened', () => void this.#enter());
    this.#socket.events.on('cut', () => {
      if (this.#state.connection.name === 'connected') {
        this.#change({ connection: { name: 'reconnecting', sinceMs: this.#options.environment.nowMs() } });
      }
    });
    this.#socket.events.on('notification', (notification) => this.#handleNotification(notification));
    this.#media.events.on('conditionChanged', () => this.#change({ media: this.#media.condition }));
    this.#media.events.on('ready', (transports) => {
      this.#publications.handleReady(transports.send, transports.sendCapabilities);
      this.#reception.handleReady(transports);
      this.#subscriptions.handleReady(transports);
    });
    this.#media.events.on('lost', () => {
      this.#publications.handleLost();
      this.#reception.handleLost();
      this.#subscriptions.handleLost();
    });
    this.#publications.events.on('changed', () => this.#handlePublicationsChanged());
    this.#subscriptions.events.on('changed', () => this.#change({ tracksVersion: this.#state.tracksVersion + 1 }));
    this.#reception.events.on('heardChanged', () => this.#change({ heard: this.#reception.heard }));
  }

  async #enter(): Promise<void> {
    this.#held = [];
    let answer: MethodResult<'join'>;
    try {
      const { participantToken } = this.#options;
      const instance = { id: this.#instanceId, attempt: ++this.#joins };
      const videoCodecs = await this.#media.videoCodecs();
      // Cut meanwhile, and opened anew.
      if (instance.attempt !== this.#joins) return;
      answer = await this.#socket.ask('join', {
        participantToken,
        instance,
        ...(videoCodecs === undefined ? {} : { videoCodecs }),
      });
    } catch (error) {
      const failure = asCallFailure(error);
      if (failure.code === 'connection_lost') return;
      if (failure.retryable && failure.code !== 'conference_full') this.#socket.retry();
      else this.#end('failed', failure);
      return;
    }
    if (this.#state.connection.name === 'ended') return;
    this.#socket.settled();
    const joining = this.#joining;
    this.#joining = undefined;
    if (joining !== undefined) this.#options.environment.clearTimeout(joining.timer);

    this.#setConference(conferenceFromJoin(answer, this.#publications.views()), {
      connection: { name: 'connected' },
      clockAheadMs: answer.nowMs - this.#options.environment.nowMs(),
    });
    const self = answer.participants.find(({ participantId }) => participantId === answer.participantId);
    this.#routerRtpCapabilities = answer.routerRtpCapabilities;
    if (answer.standing !== 'waiting') this.#comeIn(answer);
    const chosenName = this.#chosenName;
    if (chosenName !== undefined && self !== undefined && self.name !== chosenName)
      this.rename(chosenName).catch(() => undefined);
    this.#beat();
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const notification of held) this.#handleNotification(notification);
    joining?.resolve();
  }

  /** Inside, at first or again: media is built, or found standing. */
  #comeIn(answer: Pick<MethodResult<'join'>, keyof Inside | 'routerRtpCapabilities' | 'transportIds'>): void {
    this.#obedience.handleInside(answer);
    if (this.#media.handleJoined(answer) !== 'kept') return;
    const self = answer.participants.find(({ participantId }) => participantId === this.#state.selfId);
    this.#publications.handleResumed(self?.producers ?? []);
    this.#subscriptions.handleResumed();
  }

  #handleNotification(notification: Notification): void {
    if (notification.method === 'ended') {
      this.#end(notification.params.reason);
      return;
    }
    if (this.#held !== undefined) {
      this.#held.push(notification);
      return;
    }
    if (notification.method === 'consumersClosed') {
      this.#subscriptions.handleConsumersClosed(notification.params.consumerIds);
      return;
    }
    if (notification.method === 'microphoneReadable') {
      this.#publications.handleMicrophoneReadable(notification.params);
      return;
    }
    this.#obedience.handleNotification(notification);
    if (notification.method === 'mediaRestarted') this.#media.handleMediaRestarted(notification.params.mediaEpoch);
    this.#step(notification);
    if (notification.method === 'entered' && notification.params.reason === 'admitted') {
      const routerRtpCapabilities = this.#routerRtpCapabilities ?? {};
      this.#comeIn({ ...notification.params, routerRtpCapabilities, transportIds: [] });
    }
    if (!isHappening(notification)) return;
    for (const listener of [...this.#happeningListeners]) listener(notification);
  }

  #handlePublicationsChanged(): void {
    const publishing = Object.fromEntries(sources.map((source) => [source, this.#publications.publishing(source)]));
    if (sources.some((source) => publishing[source] !== this.#state.publishing[source])) {
      this.#change({ publishing: publishing as CallState['publishing'] });
    }
    this.#change({ microphoneReadable: this.#publications.microphoneReadable });
    const ownTracks = sources.map((source) => this.#publications.track(source));
    if (ownTracks.some((track, index) => track !== this.#ownTracks[index])) {
      this.#ownTracks = ownTracks;
      this.#change({ tracksVersion: this.#state.tracksVersion + 1 });
    }
    this.#step({ method: 'ownProducers', params: { producers: this.#publications.views() } });
  }

  #step(input: ConferenceInput): void {
    if (this.#conference === undefined) return;
    const next = conferenceAfter(this.#conference, input);
    if (next !== this.#conference) this.#setConference(next, {});
  }

  #setConference(conference: ConferenceState, change: Partial<CallState>): void {
    this.#conference = conference;
    const { soundMode, videoCodec } = conference.conference;
    this.#publications.setVideoCodec(videoCodec);
    const others = conference.participants.filter(({ isSelf }) => !isSelf);
    this.#reception.handleConference(soundMode, others);
    this.#change({ ...change, ...conference, soundMode });
  }

  /** An unanswered request cuts the socket, so a request now and then finds a connection that died without a word. */
  #beat(): void {
    const { environment } = this.#options;
    environment.clearTimeout(this.#heartbeat);
    this.#heartbeat = environment.setTimeout(() => {
      this.#subscriptions.repeatTiles();
      this.#beat();
    }, heartbeatMs);
  }

  #end(reason: EndReason, failure?: CallFailure): void {
    if (this.#state.connection.name === 'ended') return;
    const { environment } = this.#options;
    environment.clearTimeout(this.#heartbeat);
    this.#stopListening?.();
    // The state first: whoever hears of closing transports sees why.
    this.#change({
      connection: { name: 'ended', reason, ...(failure === undefined ? {} : { error: failure.toCallError() }) },
    });
    this.#reception.close();
    this.#subscriptions.close();
    this.#patience.close();
    this.#media.close();
    this.#socket.close();
    const joining = this.#joining;
    this.#joining = undefined;
    if (joining === undefined) return;
    environment.clearTimeout(joining.timer);
    joining.reject(failure ?? connectionLost());
  }

  #change(change: Partial<CallState>): void {
    const names = Object.keys(change) as (keyof CallState)[];
    if (names.every((name) => this.#state[name] === change[name])) return;
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Tells this client from others with the same token: 128 bits, no secret. */
const randomId = ({ random01 }: CallEnvironment): string =>
  Array.from({ length: 4 }, () => Math.floor(random01() * 2 ** 32).toString(36)).join('-');
