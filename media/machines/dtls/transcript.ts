/** All handshake messages so far, in the form that signatures and Finished cover: each as if it had come in one fragment (RFC 6347 section 4.2.6). */
import { createHash } from 'node:crypto';
import { join } from './byte-writer.ts';
import { writeWholeMessage } from './handshake-fragments.ts';
import type { HandshakeMessage } from './reassembly.ts';

export class Transcript {
  readonly #messages: Uint8Array[] = [];

  append(message: HandshakeMessage): void {
    this.#messages.push(writeWholeMessage(message.messageType, message.messageSequence, message.body));
  }

  /** What a CertificateVerify signs. */
  bytes(): Uint8Array {
    return join(...this.#messages);
  }

  hash(algorithm: 'sha256' | 'sha384'): Uint8Array {
    const hash = createHash(algorithm);
    for (const message of this.#messages) hash.update(message);
    return hash.digest();
  }
}
