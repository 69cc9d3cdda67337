/**
 * The transports of one media epoch: built after a join, kept over a resume when the server kept them, built anew after
 * `mediaRestarted` or when one is past saving. A failure here never ends the call; it shows in `condition`.
 */
import type { IceServer } from '@veche/contracts/rest/conferences.ts';
import type { VideoCodec } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpCapabilities } from '@veche/contracts/signalling/media-parameters.ts';
import type { MethodResult, TransportDescription } from '@veche/contracts/signalling/methods.ts';
import { backoffMs } from '@veche/kernel/backoff.ts';
import { Emitter } from '@veche/kernel/emitter.ts';
import type { Device, types } from 'mediasoup-client';
import type { CallEnvironment, TimerHandle } from './call-environment.ts';
import { asCallFailure } from './call-error.ts';
import type { MediaCondition } from './call-state.ts';
import { KeptTransport } from './kept-transport.ts';
import type { Ask } from './signalling-socket.ts';
import { nativeVideoCodecs, warmDevice } from './warm-up.ts';

export interface MediaEvents {
  conditionChanged: undefined;
  /** Fresh transports stand; producers and consumers may be made. */
  ready: MediaTransports;
  /** The transports are gone, and with them every producer and consumer. */
  lost: undefined;
}

export interface MediaTransports {
  readonly send: types.Transport;
  readonly receive: types.Transport;
  readonly sendCapabilities: RtpCapabilities;
  /** What this device can receive: goes along with `consume`. */
  readonly receiveCapabilities: RtpCapabilities;
}

export interface MediaSessionNeeds {
  readonly ask: Ask;
  readonly iceServers: readonly IceServer[];
  readonly environment: CallEnvironment;
}

type State =
  | { name: 'none' }
  | { name: 'building'; retryTimer?: TimerHandle; attempt: number }
  | { name: 'standing'; send: KeptTransport; receive: KeptTransport };

const warmUpPatienceMs = 2_000;

export class MediaSession {
  readonly events = new Emitter<MediaEvents>();
  readonly #needs: MediaSessionNeeds;
  #device: Promise<Device> | undefined;
  #loading: Promise<void> | undefined;
  #routerRtpCapabilities: RtpCapabilities | undefined;
  #mediaEpoch = -1;
  /** Everything awaited checks that it still belongs to the newest build. */
  #generation = 0;
  #state: State = { name: 'none' };
  #failed = false;
  #condition: MediaCondition = 'starting';

  constructor(needs: MediaSessionNeeds) {
    this.#needs = needs;
  }

  get condition(): MediaCondition {
    return this.#condition;
  }

  /** Finds out which browser this is and wakes its engine, while the socket is still being opened. */
  warmUp(): void {
    if (this.#device !== undefined) return;
    this.#device = warmDevice(this.#needs.environment.handlerName);
    this.#device.catch(() => undefined);
  }

  /** Undefined where that cannot be found out, or not soon: a join does not wait for it for ever. */
  async videoCodecs(): Promise<VideoCodec[] | undefined> {
    const { environment } = this.#needs;
    let timer: TimerHandle;
    const patience = new Promise<undefined>((resolve) => {
      timer = environment.setTimeout(() => resolve(undefined), warmUpPatienceMs);
    });
    const found = nativeVideoCodecs(environment.handlerName).catch(() => undefined);
    const videoCodecs = await Promise.race([found, patience]);
    environment.clearTimeout(timer);
    return videoCodecs;
  }

  /** Answers whether the transports of before still stand: then producers and consumers are to be reconciled, not made. */
  handleJoined(
    answer: Pick<MethodResult<'join'>, 'routerRtpCapabilities' | 'mediaEpoch' | 'transportIds'>,
  ): 'kept' | 'building' {
    this.#routerRtpCapabilities = answer.routerRtpCapabilities;
    const state = this.#state;
    if (state.name === 'standing' && answer.mediaEpoch === this.#mediaEpoch) {
      const ids = new Set(answer.transportIds);
      if (ids.has(state.send.transport.id) && ids.has(state.receive.transport.id)) {
        this.handleNetworkChange({ evenIfConnected: false });
        return 'kept';
      }
    }
    this.#mediaEpoch = answer.mediaEpoch;
    this.#build(answer.transportIds);
    return 'building';
  }

  handleMediaRestarted(mediaEpoch: number): void {
    if (mediaEpoch === this.#mediaEpoch) return;
    this.#mediaEpoch = mediaEpoch;
    this.#build([]);
  }

  handleNetworkChange(options: { evenIfConnected: boolean }): void {
    if (this.#state.name !== 'standing') return;
    this.#state.send.handleNetworkChange(options);
    this.#state.receive.handleNetworkChange(options);
  }

  close(): void {
    this.#generation += 1;
    this.#drop();
    this.#mediaEpoch = -1;
  }

  /** `leftoverIds`: transports that the server still holds for us and nobody uses any more. */
  #build(leftoverIds: readonly string[]): void {
    this.#drop();
    this.#failed = false;
    for (const transportId of leftoverIds) this.#needs.ask('closeTransport', { transportId }).catch(() => undefined);
    this.#generation += 1;
    void this.#tryBuild(this.#generation, 0);
    this.#tellCondition();
  }

  async #tryBuild(generation: number, attempt: number): Promise<void> {
    this.#state = { name: 'building', attempt };
    try {
      const [device, send, receive] = await Promise.all([
        this.#loadedDevice(),
        this.#needs.ask('createTransport', { direction: 'send' }),
        this.#needs.ask('createTransport', { direction: 'receive' }),
      ]);
      if (generation !== this.#generation) return;
      this.#stand(device, send, receive);
    } catch (error) {
      if (generation !== this.#generation) return;
      const failure = asCallFailure(error);
      // After a cut the next join answer starts over; a device that cannot be loaded never will.
      this.#failed = failure.code !== 'connection_lost';
      if (failure.retryable && failure.code !== 'connection_lost') {
        const { environment } = this.#needs;
        const delayMs = backoffMs(attempt, 500, 10_000, environment.random01());
        const retryTimer = environment.setTimeout(() => void this.#tryBuild(generation, attempt + 1), delayMs);
        this.#state = { name: 'building', retryTimer, attempt };
      }
      this.#tellCondition();
    }
  }

  #stand(device: Device, sendDescription: TransportDescription, receiveDescription: TransportDescription): void {
    const { ask, environment } = this.#needs;
    const needs = {
      ask,
      environment,
      conditionChanged: () => this.#tellCondition(),
      broken: () => this.#rebuild(),
    };
    const send = new KeptTransport(device.createSendTransport(this.#transportOptions(sendDescription)), needs);
    const receive = new KeptTransport(device.createRecvTransport(this.#transportOptions(receiveDescription)), needs);
    this.#state = { name: 'standing', send, receive };
    this.#failed = false;
    this.events.emit('ready', {
      send: send.transport,
      receive: receive.transport,
      sendCapabilities: device.sendRtpCapabilities as RtpCapabilities,
      receiveCapabilities: device.recvRtpCapabilities as RtpCapabilities,
    });
    this.#tellCondition();
  }

  #rebuild(): void {
    if (this.#state.name !== 'standing') return;
    this.#build([this.#state.send.transport.id, this.#state.receive.transport.id]);
  }

  #drop(): void {
    const state = this.#state;
    this.#state = { name: 'none' };
    if (state.name === 'building' && state.retryTimer !== undefined) {
      this.#needs.environment.clearTimeout(state.retryTimer);
    }
    if (state.name !== 'standing') return;
    state.send.close();
    state.receive.close();
    this.events.emit('lost', undefined);
  }

  /** Once interrupted, a new beginning is no news until it has led somewhere. */
  #tellCondition(): void {
    const now = this.#conditionNow();
    const next = now === 'starting' && this.#condition === 'interrupted' ? 'interrupted' : now;
    if (next === this.#condition) return;
    this.#condition = next;
    this.events.emit('conditionChanged', undefined);
  }

  #conditionNow(): MediaCondition {
    if (this.#failed) return 'interrupted';
    if (this.#state.name !== 'standing') return this.#generation <= 1 ? 'starting' : 'interrupted';
    const conditions = [this.#state.send.condition, this.#state.receive.condition];
    if (conditions.includes('interrupted')) return 'interrupted';
    return conditions.includes('connecting') ? 'starting' : 'up';
  }

  async #loadedDevice(): Promise<Device> {
    this.warmUp();
    const device = await this.#device!;
    this.#loading ??= device.load({ routerRtpCapabilities: this.#routerRtpCapabilities as types.RtpCapabilities });
    await this.#loading;
    return device;
  }

  #transportOptions(description: TransportDescription): types.TransportOptions {
    return {
      id: description.transportId,
      iceParameters: description.iceParameters,
      iceCandidates: description.iceCandidates,
      dtlsParameters: description.dtlsParameters,
      iceServers: this.#needs.iceServers.map((server) => ({ ...server })),
    };
  }
}
