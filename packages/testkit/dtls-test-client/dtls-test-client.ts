/**
 * A DTLS 1.2 client without I/O or clock that can be told to misbehave: the other side of the attack suite. Left honest, it is a full client that checks the
 * server's signature, Finished and fingerprint. It shares framing with the server under test; independence comes from the interop tests with other stacks.
 */
import { createHash, type KeyObject, sign } from 'node:crypto';
import { readAlert } from '@veche/media/machines/dtls/alerts.ts';
import { join, vector } from '@veche/media/machines/dtls/byte-writer.ts';
import { type CipherSuite, cipherSuites } from '@veche/media/machines/dtls/cipher-suites.ts';
import type { DtlsCounters, SrtpKeys } from '@veche/media/machines/dtls/dtls-engine.ts';
import { ExtensionType, readUseSrtp, srtpProfileIds } from '@veche/media/machines/dtls/extensions.ts';
import { type FlightPart, packFlight } from '@veche/media/machines/dtls/flight-packing.ts';
import { FlightTimer } from '@veche/media/machines/dtls/flight-timer.ts';
import { readFragments } from '@veche/media/machines/dtls/handshake-fragments.ts';
import {
  HandshakeType,
  readCertificate,
  writeCertificate,
  writeSigned,
} from '@veche/media/machines/dtls/handshake-messages.ts';
import {
  masterSecret,
  type Randoms,
  recordKeys,
  srtpKeys,
  verifyData,
} from '@veche/media/machines/dtls/key-schedule.ts';
import { createKeyShare, NamedGroup } from '@veche/media/machines/dtls/key-share.ts';
import { publicKeyOf } from '@veche/media/machines/dtls/peer-certificate.ts';
import { type HandshakeMessage, HandshakeReassembly } from '@veche/media/machines/dtls/reassembly.ts';
import { RecordLayer } from '@veche/media/machines/dtls/record-layer.ts';
import { ContentType, readRecords } from '@veche/media/machines/dtls/records.ts';
import { verifySignature } from '@veche/media/machines/dtls/signature-schemes.ts';
import { Transcript } from '@veche/media/machines/dtls/transcript.ts';
import {
  browserLikeOffer,
  type ClientOffer,
  readServerHello,
  readServerKeyExchange,
  writeClientHello,
} from './client-messages.ts';

export interface DtlsTestClientOptions {
  readonly random: (length: number) => Uint8Array;
  /** Absent: the client answers with an empty Certificate and no CertificateVerify. */
  readonly identity?: { readonly certificateDer: Uint8Array; readonly privateKey: KeyObject };
  /** Signs CertificateVerify with another key than the certificate's. */
  readonly signWith?: KeyObject;
  readonly verifyScheme?: number;
  readonly offer?: Partial<ClientOffer>;
  readonly mtuBytes?: number;
  /** Changes a message's body on its way out, after it entered the client's own transcript. */
  readonly tamper?: (messageType: number, body: Uint8Array) => Uint8Array;
  /** Leaves a message out although the transcript has it. */
  readonly omit?: readonly number[];
}

export class DtlsTestClient {
  readonly records: RecordLayer;
  /** Descriptions of the alerts that came. */
  readonly alerts: number[] = [];
  /** Set once the server's Finished held. */
  keys: SrtpKeys | undefined;
  /** Set when the server broke the protocol. */
  brokenBy: string | undefined;
  /** SHA-256 of the server's certificate, hexadecimal. */
  serverFingerprintHex: string | undefined;
  readonly #options: DtlsTestClientOptions;
  readonly #transcript = new Transcript();
  readonly #reassembly = new HandshakeReassembly();
  readonly #timer = new FlightTimer();
  readonly #clientRandom: Uint8Array;
  #messages = new Map<number, Uint8Array>();
  #flight: FlightPart[] = [];
  #outbox: Uint8Array[] = [];
  #nextSequence = 0;
  #secrets: { suite: CipherSuite; master: Uint8Array; randoms: Randoms; srtp: SrtpKeys } | undefined;

  constructor(options: DtlsTestClientOptions) {
    this.#options = options;
    this.#clientRandom = Uint8Array.from(options.random(32));
    this.records = new RecordLayer({ undecryptableRecords: 0, replayedRecords: 0 } as DtlsCounters);
  }

  get #offer(): ClientOffer {
    return { ...browserLikeOffer, ...this.#options.offer };
  }

  start(nowMs: number): void {
    this.#send(nowMs, [this.#part(HandshakeType.clientHello, writeClientHello(this.#offer, this.#clientRandom))]);
  }

  drain(): Uint8Array[] {
    const datagrams = this.#outbox;
    this.#outbox = [];
    return datagrams;
  }

  nextDeadlineMs(): number | undefined {
    return this.#timer.deadlineMs;
  }

  tick(nowMs: number): void {
    if (this.#timer.isDue(nowMs)) this.#pack();
  }

  receive(nowMs: number, datagram: Uint8Array): void {
    for (const record of readRecords(datagram).records) {
      const content = this.records.open(record);
      if (!content) continue;
      if (record.contentType === ContentType.alert) this.alerts.push(readAlert(content)?.description ?? -1);
      if (record.contentType !== ContentType.handshake) continue;
      for (const fragment of readFragments(content).fragments) {
        const verdict = this.#reassembly.add(record.epoch === 0 ? 0 : 1, fragment);
        if (verdict === 'old' && fragment.messageSequence === 0 && this.#timer.mayRepeat(nowMs)) this.#pack();
        for (;;) {
          const message = this.#reassembly.next(this.#messages.has(HandshakeType.serverHelloDone) ? 1 : 0);
          if (!message) break;
          this.#step(nowMs, message);
        }
      }
    }
  }

  /** A record of the client's current epoch, for tests that speak out of turn. */
  sealRecord(contentType: number, payload: Uint8Array): Uint8Array {
    return this.records.seal(contentType, this.records.writeEpoch, payload);
  }

  #step(nowMs: number, message: HandshakeMessage): void {
    if (message.messageType === HandshakeType.finished) {
      this.#finish(message);
      return;
    }
    this.#transcript.append(message);
    this.#messages.set(message.messageType, message.body);
    if (message.messageType === HandshakeType.serverHelloDone) this.#answer(nowMs);
  }

  #answer(nowMs: number): void {
    const { identity, random } = this.#options;
    const body = (type: number) => this.#messages.get(type) ?? new Uint8Array(0);
    const hello = readServerHello(body(HandshakeType.serverHello));
    const [certificateDer] = readCertificate(body(HandshakeType.certificate)) ?? [];
    const exchange = readServerKeyExchange(body(HandshakeType.serverKeyExchange));
    const suite = cipherSuites.find(({ id }) => id === hello?.cipherSuiteId);
    const profileIds = readUseSrtp(hello?.extensions.get(ExtensionType.useSrtp) ?? new Uint8Array(0));
    const profile = srtpProfileIds.get(profileIds?.[0] ?? -1);
    if (!hello || !certificateDer || !exchange || !suite || !profile || hello.version !== 0xfefd) {
      this.brokenBy = 'flight';
      return;
    }
    this.serverFingerprintHex = createHash('sha256').update(certificateDer).digest('hex');
    const randoms: Randoms = { client: this.#clientRandom, server: hello.random };
    const serverKey = publicKeyOf(certificateDer);
    const covered = join(randoms.client, randoms.server, exchange.params);
    if (!serverKey || !verifySignature(exchange.scheme, serverKey, covered, exchange.signature)) {
      this.brokenBy = 'server-key-exchange';
      return;
    }
    const group = exchange.group === NamedGroup.x25519 ? NamedGroup.x25519 : NamedGroup.secp256r1;
    const share = createKeyShare(group, random);
    const premaster = share.agree(exchange.publicPoint);
    if (!premaster) {
      this.brokenBy = 'key-share';
      return;
    }

    const parts: FlightPart[] = [
      this.#part(HandshakeType.certificate, writeCertificate(identity ? [identity.certificateDer] : [])),
      this.#part(HandshakeType.clientKeyExchange, vector(share.publicPoint, 1)),
    ];
    const extended = hello.extensions.has(ExtensionType.extendedMasterSecret);
    const sessionHash = extended ? this.#transcript.hash(suite.hash) : undefined;
    const master = masterSecret(suite, premaster, randoms, sessionHash);
    if (identity) {
      const key = this.#options.signWith ?? identity.privateKey;
      const signature = sign('sha256', this.#transcript.bytes(), key);
      const scheme = this.#options.verifyScheme ?? 0x0403;
      parts.push(this.#part(HandshakeType.certificateVerify, writeSigned({ scheme, signature })));
    }
    const finished = verifyData(suite, master, 'client', this.#transcript.hash(suite.hash));
    parts.push({ kind: 'change-cipher-spec' }, this.#part(HandshakeType.finished, finished));
    const { client, server } = recordKeys(suite, master, randoms);
    this.records.install(server, client);
    this.#secrets = { suite, master, randoms, srtp: srtpKeys(suite, master, randoms, profile) };
    this.#send(nowMs, parts);
  }

  #finish(message: HandshakeMessage): void {
    const { suite, master, srtp } = this.#secrets!;
    const expected = verifyData(suite, master, 'server', this.#transcript.hash(suite.hash));
    if (Buffer.compare(expected, message.body) === 0) this.keys = srtp;
    else this.brokenBy = 'finished';
    this.#timer.stop();
  }

  #part(messageType: number, body: Uint8Array): FlightPart {
    const messageSequence = this.#nextSequence++;
    this.#transcript.append({ messageType, messageSequence, body });
    const sent = this.#options.tamper?.(messageType, body) ?? body;
    const epoch = messageType === HandshakeType.finished ? 1 : 0;
    return { kind: 'message', epoch, message: { messageType, messageSequence, body: sent } };
  }

  #send(nowMs: number, parts: readonly FlightPart[]): void {
    const { omit = [] } = this.#options;
    this.#flight = parts.filter((part) => part.kind !== 'message' || !omit.includes(part.message.messageType));
    this.#pack();
    this.#timer.start(nowMs, true);
  }

  #pack(): void {
    this.#outbox.push(...packFlight(this.#flight, this.records, this.#options.mtuBytes ?? 1_200));
  }
}
