/** One mediasoup transport and the care for it: connects it through signalling, restarts ICE while it is interrupted, and says when it is past saving. */
import type { types } from 'mediasoup-client';
import type { CallEnvironment, TimerHandle } from './call-environment.ts';
import { asCallFailure } from './call-error.ts';
import type { Ask } from './signalling-socket.ts';

/** unused: nothing to carry yet, so nothing connects. */
export type TransportCondition = 'unused' | 'connecting' | 'connected' | 'interrupted';

export interface KeptTransportNeeds {
  readonly ask: Ask;
  readonly environment: CallEnvironment;
  conditionChanged(): void;
  /** Restarting ICE does not help or the server knows this transport no more: build another one. */
  broken(): void;
}

const graceMs = 1_000;
const connectTimeoutMs = 10_000;
const restartPatienceMs = 4_000;
const restartsBeforeRebuild = 3;

export class KeptTransport {
  readonly transport: types.Transport;
  readonly #needs: KeptTransportNeeds;
  #condition: TransportCondition = 'unused';
  #timer: TimerHandle;
  #restarts = 0;
  #closed = false;

  constructor(transport: types.Transport, needs: KeptTransportNeeds) {
    this.transport = transport;
    this.#needs = needs;
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.#begin();
      needs
        .ask('connectTransport', {
          transportId: transport.id,
          // mediasoup-client allows SHA-1 here; browsers do not use it.
          dtlsParameters: dtlsParameters as Parameters<typeof needs.ask<'connectTransport'>>[1]['dtlsParameters'],
        })
        .then(done, failed);
    });
    transport.on('connectionstatechange', (state) => this.#handleConnectionState(state));
  }

  get condition(): TransportCondition {
    return this.#condition;
  }

  /** The network changed, or signalling came back: whoever is not connected tries at once. */
  handleNetworkChange(options: { evenIfConnected: boolean }): void {
    if (this.#condition === 'unused' || this.#closed) return;
    if (this.#condition === 'connected' && !options.evenIfConnected) return;
    this.#restarts = 0;
    void this.#restartIce();
  }

  close(): void {
    this.#closed = true;
    this.#clearTimer();
    this.transport.close();
  }

  #handleConnectionState(state: types.ConnectionState): void {
    if (this.#closed) return;
    switch (state) {
      case 'connecting':
        this.#begin();
        return;
      case 'connected':
        this.#clearTimer();
        this.#restarts = 0;
        this.#setCondition('connected');
        return;
      case 'disconnected':
        // Often heals by itself within a moment.
        this.#after(graceMs, () => this.#interrupt());
        return;
      case 'failed':
        this.#interrupt();
        return;
      default:
        return;
    }
  }

  #begin(): void {
    if (this.#condition !== 'unused') return;
    this.#setCondition('connecting');
    this.#after(connectTimeoutMs, () => this.#interrupt());
  }

  #interrupt(): void {
    this.#setCondition('interrupted');
    void this.#restartIce();
  }

  async #restartIce(): Promise<void> {
    this.#clearTimer();
    if (this.#restarts >= restartsBeforeRebuild) {
      this.#needs.broken();
      return;
    }
    this.#restarts += 1;
    // Set first: whatever becomes of this try, the next one comes.
    this.#after(restartPatienceMs * this.#restarts, () => {
      if (this.transport.connectionState !== 'connected') void this.#restartIce();
    });
    try {
      const { iceParameters } = await this.#needs.ask('restartIce', { transportId: this.transport.id });
      if (this.#closed) return;
      await this.transport.restartIce({ iceParameters });
    } catch (error) {
      if (this.#closed) return;
      const failure = asCallFailure(error);
      // With signalling cut there is nothing to do here; its resume brings us back.
      if (failure.code === 'connection_lost') this.#clearTimer();
      else if (failure.code === 'media_not_found') this.#needs.broken();
    }
  }

  #setCondition(condition: TransportCondition): void {
    if (condition === this.#condition) return;
    this.#condition = condition;
    this.#needs.conditionChanged();
  }

  #after(delayMs: number, callback: () => void): void {
    this.#clearTimer();
    this.#timer = this.#needs.environment.setTimeout(callback, delayMs);
  }

  #clearTimer(): void {
    if (this.#timer !== undefined) this.#needs.environment.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
