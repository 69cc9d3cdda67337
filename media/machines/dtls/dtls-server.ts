/**
 * One DTLS 1.2 association, server side, without I/O, clock or randomness of its own: ties records, reassembly, handshake and repetition together.
 * SRTP keys appear in `state` through one gate, `#completeWhenAuthenticated`: CertificateVerify and Finished held, and the certificate is the signalled one.
 */
import { limits } from '@veche/contracts/limits.ts';
import { AlertDescription, AlertLevel, alertDescriptionFor, readAlert, writeAlert } from './alerts.ts';
import type { DtlsCounters, DtlsEngine, DtlsFailure, DtlsFingerprint, DtlsState, SrtpKeys } from './dtls-engine.ts';
import type { DtlsIdentity } from './dtls-identity.ts';
import { type FlightPart, packFlight } from './flight-packing.ts';
import { FlightTimer } from './flight-timer.ts';
import { type HandshakeFragment, readFragments } from './handshake-fragments.ts';
import { matchesFingerprint } from './peer-certificate.ts';
import { type HandshakeMessage, HandshakeReassembly } from './reassembly.ts';
import { type Epoch, RecordLayer } from './record-layer.ts';
import { ContentType, type DtlsRecord, readRecords } from './records.ts';
import { ServerHandshake } from './server-handshake.ts';

export interface DtlsServerOptions {
  readonly identity: DtlsIdentity;
  /** Empty while signalling has not told them; see `setRemoteFingerprints`. */
  readonly remoteFingerprints: readonly DtlsFingerprint[];
  /** Gives that many unpredictable bytes. */
  readonly random: (length: number) => Uint8Array;
  /** Longest datagram that we send, 128 to 1,500 bytes; 1,200 unless told. */
  readonly mtuBytes?: number;
}

const defaultMtuBytes = 1_200;
const leastMtuBytes = 128;

/** An association that waits for a ClientHello. */
export function createDtlsServer(options: DtlsServerOptions): DtlsEngine {
  return new DtlsServer(options);
}

class DtlsServer implements DtlsEngine {
  readonly counters: DtlsCounters = noCounts();
  readonly #mtuBytes: number;
  readonly #handshake: ServerHandshake;
  readonly #records = new RecordLayer(this.counters);
  readonly #reassembly = new HandshakeReassembly();
  readonly #timer = new FlightTimer();
  #fingerprints: readonly DtlsFingerprint[];
  #state: DtlsState = { name: 'waiting' };
  #flight: readonly FlightPart[] = [];
  #outbox: Uint8Array[] = [];
  #giveUpMs: number | undefined;
  #certificateDer: Uint8Array | undefined;
  /** The handshake is proved; the last flight and the keys wait for signalling. */
  #proved: { readonly reply: HandshakeMessage; readonly keys: SrtpKeys } | undefined;

  constructor(options: DtlsServerOptions) {
    this.#handshake = new ServerHandshake(options.identity, options.random);
    this.#fingerprints = options.remoteFingerprints;
    this.#mtuBytes = Math.max(leastMtuBytes, options.mtuBytes ?? defaultMtuBytes);
  }

  get state(): DtlsState {
    return this.#state;
  }

  get #isOver(): boolean {
    return this.#state.name === 'failed' || this.#state.name === 'closed';
  }

  receive(nowMs: number, datagram: Uint8Array): void {
    const { records, malformed } = readRecords(datagram);
    if (malformed) this.counters.malformedRecords++;
    for (const record of records) this.#receiveRecord(nowMs, record);
  }

  tick(nowMs: number): void {
    if (this.#isOver) return;
    if (this.#giveUpMs !== undefined && nowMs >= this.#giveUpMs) {
      this.#fail('timeout');
    } else if (this.#timer.isDue(nowMs)) {
      this.#sendFlight();
      this.counters.repeatedFlights++;
    }
  }

  nextDeadlineMs(): number | undefined {
    const deadlines = [this.#timer.deadlineMs, this.#giveUpMs].filter((deadline) => deadline !== undefined);
    return deadlines.length > 0 ? Math.min(...deadlines) : undefined;
  }

  drain(): Uint8Array[] {
    const datagrams = this.#outbox;
    this.#outbox = [];
    return datagrams;
  }

  setRemoteFingerprints(nowMs: number, fingerprints: readonly DtlsFingerprint[]): void {
    if (this.#isOver || this.#state.name === 'connected') return;
    this.#fingerprints = fingerprints;
    if (this.#certificateDer && this.#contradictsSignalling(this.#certificateDer)) this.#fail('fingerprint-mismatch');
    else this.#completeWhenAuthenticated(nowMs);
  }

  close(_nowMs: number): void {
    if (this.#isOver) return;
    if (this.#state.name !== 'waiting') this.#sendAlert(AlertLevel.warning, AlertDescription.closeNotify);
    this.#end({ name: 'closed' });
  }

  #receiveRecord(nowMs: number, record: DtlsRecord): void {
    if (this.#isOver) return;
    // Once connected, plain records prove nothing about who sent them.
    if (record.epoch === 0 && this.#state.name === 'connected') {
      this.counters.unexpectedRecords++;
      return;
    }
    const content = this.#records.open(record);
    if (!content) return;
    const epoch: Epoch = record.epoch === 0 ? 0 : 1;
    switch (record.contentType) {
      case ContentType.handshake:
        this.#receiveHandshake(nowMs, epoch, content);
        return;
      case ContentType.alert:
        this.#receiveAlert(content);
        return;
      case ContentType.applicationData:
        if (epoch === 1) this.counters.applicationDataRecords++;
        else this.counters.unexpectedRecords++;
        return;
      case ContentType.changeCipherSpec:
        // Says nothing that the epoch of the next record does not say; keys and Finished decide.
        if (content.length !== 1 || content[0] !== 1) this.counters.malformedRecords++;
        return;
    }
  }

  #receiveHandshake(nowMs: number, epoch: Epoch, content: Uint8Array): void {
    const { fragments, malformed } = readFragments(content);
    if (malformed) this.counters.malformedFragments++;
    for (const fragment of fragments) {
      if (this.#isOver) return;
      if (this.#state.name === 'connected') this.#receiveLateFragment(nowMs, fragment);
      else this.#receiveFragment(nowMs, epoch, fragment);
    }
  }

  #receiveFragment(nowMs: number, epoch: Epoch, fragment: HandshakeFragment): void {
    const verdict = this.#reassembly.add(epoch, fragment);
    if (verdict === 'replaced' || verdict === 'too-far-ahead') this.counters.rejectedFragments++;
    // Number 0 is the ClientHello: a client that sends it again lacks our answer.
    if (verdict === 'old' && fragment.messageSequence === 0 && !this.#proved) this.#repeatFlight(nowMs);
    for (;;) {
      const message = this.#reassembly.next(this.#handshake.expectedEpoch);
      if (!message) return;
      this.#step(nowMs, message);
      if (this.#isOver || this.#state.name === 'connected') return;
      if (this.#reassembly.nextSequence === message.messageSequence) return; // Taken back.
    }
  }

  /** A handshake message after the handshake: our last flight was lost, or the peer wants another handshake, which it does not get (RFC 5246 section 7.2.2). */
  #receiveLateFragment(nowMs: number, fragment: HandshakeFragment): void {
    if (fragment.messageSequence < this.#reassembly.nextSequence) {
      this.#repeatFlight(nowMs);
    } else if (this.#timer.mayRepeat(nowMs)) {
      this.counters.renegotiationsRefused++;
      this.#sendAlert(AlertLevel.warning, AlertDescription.noRenegotiation);
    }
  }

  #step(nowMs: number, message: HandshakeMessage): void {
    const outcome = this.#handshake.step(message);
    switch (outcome.kind) {
      case 'ignored':
        this.counters.malformedMessages++;
        this.#reassembly.takeBack(message);
        return;
      case 'flight':
        this.#state = { name: 'handshaking' };
        this.#giveUpMs = nowMs + limits.dtlsHandshakeTimeoutMs;
        this.#flight = outcome.messages.map((part) => ({ kind: 'message', epoch: 0, message: part }));
        this.#sendFlight();
        this.#timer.start(nowMs, true);
        return;
      case 'certificate':
        this.#certificateDer = outcome.certificateDer;
        if (this.#contradictsSignalling(outcome.certificateDer)) this.#fail('fingerprint-mismatch');
        return;
      case 'record-keys':
        for (const early of this.#records.install(outcome.read, outcome.write)) this.#receiveRecord(nowMs, early);
        return;
      case 'verified':
        return;
      case 'finished':
        this.#proved = { reply: outcome.reply, keys: outcome.keys };
        this.#timer.stop();
        this.#giveUpMs = undefined;
        this.#completeWhenAuthenticated(nowMs);
        return;
      case 'refused':
        this.#fail(outcome.reason);
        return;
    }
  }

  #contradictsSignalling(certificateDer: Uint8Array): boolean {
    return this.#fingerprints.length > 0 && !matchesFingerprint(certificateDer, this.#fingerprints);
  }

  #completeWhenAuthenticated(nowMs: number): void {
    if (!this.#proved || !this.#certificateDer || this.#fingerprints.length === 0) return;
    if (!matchesFingerprint(this.#certificateDer, this.#fingerprints)) {
      this.#fail('fingerprint-mismatch');
      return;
    }
    this.#flight = [{ kind: 'change-cipher-spec' }, { kind: 'message', epoch: 1, message: this.#proved.reply }];
    this.#sendFlight();
    this.#timer.start(nowMs, false);
    this.#state = { name: 'connected', keys: this.#proved.keys };
  }

  #receiveAlert(content: Uint8Array): void {
    const alert = readAlert(content);
    if (this.#state.name === 'waiting') this.counters.unexpectedRecords++;
    else if (!alert) this.counters.malformedRecords++;
    else if (alert.description === AlertDescription.closeNotify) this.#closedByPeer();
    else if (alert.level === AlertLevel.fatal) this.#end({ name: 'failed', reason: 'peer-alert' });
  }

  #closedByPeer(): void {
    this.#sendAlert(AlertLevel.warning, AlertDescription.closeNotify);
    this.#end({ name: 'closed' });
  }

  #repeatFlight(nowMs: number): void {
    if (this.#flight.length === 0 || !this.#timer.mayRepeat(nowMs)) return;
    this.#sendFlight();
    this.counters.repeatedFlights++;
  }

  #sendFlight(): void {
    this.#outbox.push(...packFlight(this.#flight, this.#records, this.#mtuBytes));
  }

  #sendAlert(level: number, description: number): void {
    const epoch: Epoch = this.#state.name === 'connected' ? 1 : 0;
    this.#outbox.push(this.#records.seal(ContentType.alert, epoch, writeAlert({ level, description })));
  }

  #fail(reason: DtlsFailure): void {
    const description = alertDescriptionFor(reason);
    if (description !== undefined) this.#sendAlert(AlertLevel.fatal, description);
    this.#end({ name: 'failed', reason });
  }

  #end(state: DtlsState): void {
    this.#state = state;
    this.#timer.stop();
    this.#giveUpMs = undefined;
    this.#flight = [];
    this.#proved = undefined;
  }
}

function noCounts(): DtlsCounters {
  return {
    malformedRecords: 0,
    undecryptableRecords: 0,
    replayedRecords: 0,
    unexpectedRecords: 0,
    malformedFragments: 0,
    rejectedFragments: 0,
    malformedMessages: 0,
    repeatedFlights: 0,
    renegotiationsRefused: 0,
    applicationDataRecords: 0,
  };
}
