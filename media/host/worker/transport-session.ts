/**
 * One WebRTC transport's way to be connected: ICE says which paths are its own, DTLS over those paths gives the keys, and the plane is told both.
 * DTLS is driven only by datagrams from paths that ICE validated.
 */
import type { DtlsFingerprint, DtlsParameters } from '@veche/contracts/signalling/media-parameters.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { DtlsEngine } from '../../machines/dtls/dtls-engine.ts';
import type { IceCredentials } from '../../machines/ice-lite/credentials.ts';
import type { IceLite } from '../../machines/ice-lite/ice-lite.ts';
import type { Command, SrtpParameters } from '../../plane/commands.ts';
import type { Path } from '../../plane/path.ts';

export interface TransportSessionOptions {
  readonly transportNumber: number;
  readonly ice: IceLite;
  readonly dtls: DtlsEngine;
  readonly logger: Logger;
  apply(commands: readonly Command[]): void;
  /** Packets can flow, or no longer can. Told on each change. */
  onUp(up: boolean): void;
}

export class TransportSession {
  readonly #options: TransportSessionOptions;
  readonly #paths = new Map<string, Path>();
  #srtp: SrtpParameters | undefined;
  #wasUp: boolean | undefined;
  #failureTold = false;

  constructor(options: TransportSessionOptions) {
    this.#options = options;
    options.apply([{ type: 'setTransport', transportId: options.transportNumber }]);
  }

  get iceCredentials(): IceCredentials {
    return this.#options.ice.credentials;
  }

  setRemote(nowMs: number, { fingerprints }: DtlsParameters): void {
    this.#options.dtls.setRemoteFingerprints(nowMs, fingerprints satisfies DtlsFingerprint[]);
    this.#settle();
  }

  restartIce(credentials: IceCredentials): void {
    this.#options.ice.restart(credentials);
  }

  /** `boundTo`: the transport to which the plane counts the path, if any. Two may prove themselves from one address in turn: the last one has it. */
  receiveStun(nowMs: number, path: Path, bytes: Uint8Array, boundTo: number | undefined): void {
    const { ice, transportNumber } = this.#options;
    const { address, port, family } = path;
    const { response, validated, selected, forgotten } = ice.receive(nowMs, bytes, path.key, { address, port, family });
    const commands: Command[] = [];
    if (validated && !(this.#paths.has(path.key) && boundTo === transportNumber)) {
      this.#paths.set(path.key, path);
      commands.push({ type: 'bindPath', transportId: transportNumber, path });
    }
    if (response !== undefined) commands.push({ type: 'sendDatagram', path, bytes: response });
    this.#options.apply(commands);
    if (forgotten !== undefined) this.#unbind([forgotten]);
    const rebound = commands.some(({ type }) => type === 'bindPath') && ice.selectedTuple === path.key;
    if (selected !== undefined || rebound) this.#tellPlane();
    this.#settle();
  }

  receiveDtls(nowMs: number, path: Path, bytes: Uint8Array): void {
    if (!this.#options.ice.isValidated(path.key)) return;
    this.#options.dtls.receive(nowMs, bytes);
    this.#settle();
  }

  pathClosed(path: Path): void {
    this.#options.ice.forget(path.key);
    this.#paths.delete(path.key);
    this.#tellPlane();
    this.#settle();
  }

  tick(nowMs: number): void {
    const expired = this.#options.ice.tick(nowMs);
    this.#unbind(expired);
    if (expired.length > 0) this.#tellPlane();
    this.#options.dtls.tick(nowMs);
    this.#settle();
  }

  nextDeadlineMs(): number | undefined {
    const { ice, dtls } = this.#options;
    const deadlineMs = Math.min(ice.nextDeadlineMs() ?? Infinity, dtls.nextDeadlineMs() ?? Infinity);
    return Number.isFinite(deadlineMs) ? deadlineMs : undefined;
  }

  /** The plane forgets the transport on its own command. */
  close(nowMs: number): void {
    this.#options.dtls.close(nowMs);
    this.#sendHandshake();
  }

  /** Hands on what the machines left: datagrams, keys, a change of fortune. */
  #settle(): void {
    const { dtls, ice, logger } = this.#options;
    this.#sendHandshake();
    const { state } = dtls;
    if (state.name === 'connected' && this.#srtp === undefined) {
      const { profile, clientKey, clientSalt, serverKey, serverSalt } = state.keys;
      this.#srtp = {
        profile,
        inbound: { key: clientKey, salt: clientSalt },
        outbound: { key: serverKey, salt: serverSalt },
      };
      this.#tellPlane();
    }
    if (state.name === 'failed' && !this.#failureTold) {
      this.#failureTold = true;
      logger.info({ reason: state.reason }, 'A DTLS handshake failed');
    }
    const up = state.name === 'connected' && ice.state === 'connected' && ice.selectedTuple !== undefined;
    if (up === this.#wasUp || (!up && this.#wasUp === undefined)) return;
    this.#wasUp = up;
    this.#options.onUp(up);
  }

  #sendHandshake(): void {
    const path = this.#sendPath();
    const datagrams = this.#options.dtls.drain();
    if (path === undefined || datagrams.length === 0) return;
    this.#options.apply(datagrams.map((bytes) => ({ type: 'sendDatagram', path, bytes })));
  }

  #tellPlane(): void {
    const sendPath = this.#sendPath();
    this.#options.apply([
      {
        type: 'setTransport',
        transportId: this.#options.transportNumber,
        ...(sendPath === undefined ? {} : { sendPath }),
        ...(this.#srtp === undefined ? {} : { srtp: this.#srtp }),
      },
    ]);
  }

  #sendPath(): Path | undefined {
    const { selectedTuple } = this.#options.ice;
    return selectedTuple === undefined ? undefined : this.#paths.get(selectedTuple);
  }

  #unbind(keys: readonly string[]): void {
    const commands: Command[] = [];
    for (const key of keys) {
      const path = this.#paths.get(key);
      if (path === undefined) continue;
      this.#paths.delete(key);
      commands.push({ type: 'unbindPath', transportId: this.#options.transportNumber, path });
    }
    this.#options.apply(commands);
  }
}
