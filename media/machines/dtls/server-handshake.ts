/**
 * The order and the proofs of a DTLS 1.2 handshake, server side (RFC 5246 section 7.3): whole messages in, one outcome for each. Records, loss and time are elsewhere.
 * Every message has one phase in which it is welcome; anything else ends the handshake. Whether the certificate is the signalled one is asked by the caller.
 */
import { type KeyObject, sign, timingSafeEqual } from 'node:crypto';
import { join } from './byte-writer.ts';
import type { DtlsFailure, SrtpKeys } from './dtls-engine.ts';
import type { DtlsIdentity } from './dtls-identity.ts';
import {
  HandshakeType,
  readCertificate,
  readCertificateVerify,
  readClientKeyExchange,
  writeCertificate,
  writeCertificateRequest,
  writeServerEcdhParams,
  writeSigned,
} from './handshake-messages.ts';
import { readClientHello, writeServerHello } from './hello-messages.ts';
import { masterSecret, type Randoms, recordKeys, srtpKeys, verifyData } from './key-schedule.ts';
import { createKeyShare, type KeyShare } from './key-share.ts';
import { negotiate, type Terms } from './negotiation.ts';
import { publicKeyOf } from './peer-certificate.ts';
import type { HandshakeMessage } from './reassembly.ts';
import type { Epoch } from './record-layer.ts';
import type { RecordProtection } from './record-protection.ts';
import { acceptedSignatureSchemes, ecdsaSecp256r1Sha256, verifySignature } from './signature-schemes.ts';
import { Transcript } from './transcript.ts';

/** What both sides settled with the hellos. */
interface Agreed {
  readonly terms: Terms;
  readonly randoms: Randoms;
  readonly keyShare: KeyShare;
}

type Phase =
  | { readonly name: 'client-hello' }
  | ({ readonly name: 'certificate' } & Agreed)
  | ({ readonly name: 'key-exchange'; readonly peerKey: KeyObject } & Agreed)
  | ({ readonly name: 'certificate-verify'; readonly peerKey: KeyObject; readonly master: Uint8Array } & Agreed)
  | ({ readonly name: 'finished'; readonly master: Uint8Array } & Agreed)
  | { readonly name: 'over' };

export type HandshakeOutcome =
  /** It was no hello, or none that parses; the handshake waits for another. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'flight'; readonly messages: readonly HandshakeMessage[] }
  | { readonly kind: 'certificate'; readonly certificateDer: Uint8Array }
  | { readonly kind: 'record-keys'; readonly read: RecordProtection; readonly write: RecordProtection }
  | { readonly kind: 'verified' }
  | { readonly kind: 'finished'; readonly reply: HandshakeMessage; readonly keys: SrtpKeys }
  | { readonly kind: 'refused'; readonly reason: DtlsFailure };

export class ServerHandshake {
  readonly #identity: DtlsIdentity;
  readonly #random: (length: number) => Uint8Array;
  readonly #transcript = new Transcript();
  #phase: Phase = { name: 'client-hello' };
  #nextSequence = 0;

  constructor(identity: DtlsIdentity, random: (length: number) => Uint8Array) {
    this.#identity = identity;
    this.#random = random;
  }

  /** The epoch in which the next message must come: only Finished is protected. */
  get expectedEpoch(): Epoch {
    return this.#phase.name === 'finished' ? 1 : 0;
  }

  /** Takes the next message in sequence. Never throws. */
  step(message: HandshakeMessage): HandshakeOutcome {
    const outcome = this.#stepPhase(message);
    if (outcome.kind === 'refused') this.#phase = { name: 'over' };
    return outcome;
  }

  #stepPhase(message: HandshakeMessage): HandshakeOutcome {
    const phase = this.#phase;
    switch (phase.name) {
      case 'client-hello':
        return message.messageType === HandshakeType.clientHello ? this.#clientHello(message) : { kind: 'ignored' };
      case 'certificate':
        return message.messageType === HandshakeType.certificate ? this.#certificate(phase, message) : unexpected;
      case 'key-exchange':
        return message.messageType === HandshakeType.clientKeyExchange ? this.#keyExchange(phase, message) : unexpected;
      case 'certificate-verify':
        return message.messageType === HandshakeType.certificateVerify
          ? this.#certificateVerify(phase, message)
          : unexpected;
      case 'finished':
        return message.messageType === HandshakeType.finished ? this.#finished(phase, message) : unexpected;
      case 'over':
        return unexpected;
    }
  }

  #clientHello(message: HandshakeMessage): HandshakeOutcome {
    const hello = readClientHello(message.body);
    if (!hello) return { kind: 'ignored' };
    const terms = negotiate(hello);
    if ('refusal' in terms) return refused(terms.refusal);

    const randoms: Randoms = { client: hello.random, server: Uint8Array.from(this.#random(32)) };
    const keyShare = createKeyShare(terms.group, this.#random);
    const params = writeServerEcdhParams(keyShare.group, keyShare.publicPoint);
    const signature = sign('sha256', join(randoms.client, randoms.server, params), this.#identity.privateKey);
    const signed = writeSigned({ scheme: ecdsaSecp256r1Sha256, signature });
    const serverHello = writeServerHello({
      random: randoms.server,
      cipherSuiteId: terms.suite.id,
      extensions: terms.extensions,
    });
    this.#transcript.append(message);
    this.#phase = { name: 'certificate', terms, randoms, keyShare };
    return {
      kind: 'flight',
      messages: [
        this.#say(HandshakeType.serverHello, serverHello),
        this.#say(HandshakeType.certificate, writeCertificate([this.#identity.certificateDer])),
        this.#say(HandshakeType.serverKeyExchange, join(params, signed)),
        this.#say(HandshakeType.certificateRequest, writeCertificateRequest(acceptedSignatureSchemes)),
        this.#say(HandshakeType.serverHelloDone, new Uint8Array(0)),
      ],
    };
  }

  #certificate(agreed: Agreed, message: HandshakeMessage): HandshakeOutcome {
    const chain = readCertificate(message.body);
    if (!chain) return refused('malformed-message');
    const [certificateDer] = chain;
    if (!certificateDer) return refused('no-client-certificate');
    const peerKey = publicKeyOf(certificateDer);
    if (!peerKey) return refused('bad-client-certificate');
    this.#transcript.append(message);
    const { terms, randoms, keyShare } = agreed;
    this.#phase = { name: 'key-exchange', terms, randoms, keyShare, peerKey };
    return { kind: 'certificate', certificateDer };
  }

  #keyExchange(agreed: Agreed & { readonly peerKey: KeyObject }, message: HandshakeMessage): HandshakeOutcome {
    const { terms, randoms, keyShare, peerKey } = agreed;
    const peerPoint = readClientKeyExchange(message.body);
    if (!peerPoint) return refused('malformed-message');
    const premaster = keyShare.agree(peerPoint);
    if (!premaster) return refused('bad-key-share');
    this.#transcript.append(message);
    const sessionHash = terms.extendedMasterSecret ? this.#transcript.hash(terms.suite.hash) : undefined;
    const master = masterSecret(terms.suite, premaster, randoms, sessionHash);
    this.#phase = { name: 'certificate-verify', terms, randoms, keyShare, peerKey, master };
    const { client, server } = recordKeys(terms.suite, master, randoms);
    return { kind: 'record-keys', read: client, write: server };
  }

  #certificateVerify(
    agreed: Agreed & { readonly peerKey: KeyObject; readonly master: Uint8Array },
    message: HandshakeMessage,
  ): HandshakeOutcome {
    const { terms, randoms, keyShare, peerKey, master } = agreed;
    const proof = readCertificateVerify(message.body);
    if (!proof) return refused('malformed-message');
    if (!verifySignature(proof.scheme, peerKey, this.#transcript.bytes(), proof.signature)) {
      return refused('bad-certificate-verify');
    }
    this.#transcript.append(message);
    this.#phase = { name: 'finished', terms, randoms, keyShare, master };
    return { kind: 'verified' };
  }

  #finished(agreed: Agreed & { readonly master: Uint8Array }, message: HandshakeMessage): HandshakeOutcome {
    const { terms, randoms, master } = agreed;
    const { suite, srtpProfile } = terms;
    const expected = verifyData(suite, master, 'client', this.#transcript.hash(suite.hash));
    if (message.body.length !== expected.length || !timingSafeEqual(message.body, expected)) {
      return refused('bad-finished');
    }
    this.#transcript.append(message);
    const own = verifyData(suite, master, 'server', this.#transcript.hash(suite.hash));
    this.#phase = { name: 'over' };
    const reply = this.#say(HandshakeType.finished, own);
    return { kind: 'finished', reply, keys: srtpKeys(suite, master, randoms, srtpProfile) };
  }

  #say(messageType: number, body: Uint8Array): HandshakeMessage {
    const message = { messageType, messageSequence: this.#nextSequence++, body };
    this.#transcript.append(message);
    return message;
  }
}

const unexpected: HandshakeOutcome = { kind: 'refused', reason: 'unexpected-message' };

function refused(reason: DtlsFailure): HandshakeOutcome {
  return { kind: 'refused', reason };
}
