/**
 * Puts handshake messages together from fragments that come in any order, twice, or overlapping, and hands them out in sequence.
 * Holds at most six unfinished messages an epoch of bounded length; plain and protected fragments never mix.
 */
import type { HandshakeFragment } from './handshake-fragments.ts';
import type { Epoch } from './record-layer.ts';

export interface HandshakeMessage {
  readonly messageType: number;
  readonly messageSequence: number;
  readonly body: Uint8Array;
}

interface Slot {
  readonly messageType: number;
  readonly body: Uint8Array;
  /** One byte for each byte of the body: 1 once it has arrived. */
  readonly arrived: Uint8Array;
  missingBytes: number;
}

const messagesAhead = 6;

/** `old`: belongs to a message already handed out. `replaced`: contradicted what was held, which was thrown away. */
export type FragmentVerdict = 'held' | 'replaced' | 'old' | 'too-far-ahead';

export class HandshakeReassembly {
  readonly #slots: readonly [Map<number, Slot>, Map<number, Slot>] = [new Map(), new Map()];
  #nextSequence = 0;

  get nextSequence(): number {
    return this.#nextSequence;
  }

  /** Takes in one fragment. When type or length contradict an earlier fragment, the newer one wins, so that a forged fragment cannot block a message for good. */
  add(epoch: Epoch, fragment: HandshakeFragment): FragmentVerdict {
    const { messageType, messageBytes, messageSequence, offset, content } = fragment;
    if (messageSequence < this.#nextSequence) return 'old';
    if (messageSequence >= this.#nextSequence + messagesAhead) return 'too-far-ahead';
    const slots = this.#slots[epoch];
    let slot = slots.get(messageSequence);
    const contradicts = slot && (slot.messageType !== messageType || slot.body.length !== messageBytes);
    if (!slot || contradicts) {
      const body = new Uint8Array(messageBytes);
      slot = { messageType, body, arrived: new Uint8Array(messageBytes), missingBytes: messageBytes };
      slots.set(messageSequence, slot);
    }
    for (let at = 0; at < content.length; at++) {
      if (slot.arrived[offset + at] === 1) continue;
      slot.arrived[offset + at] = 1;
      slot.body[offset + at] = content[at]!;
      slot.missingBytes--;
    }
    return contradicts ? 'replaced' : 'held';
  }

  /** The next message in sequence when it is whole and came in `epoch`; the one after it becomes next. */
  next(epoch: Epoch): HandshakeMessage | undefined {
    const messageSequence = this.#nextSequence;
    const slot = this.#slots[epoch].get(messageSequence);
    if (!slot || slot.missingBytes > 0) return undefined;
    for (const slots of this.#slots) slots.delete(messageSequence);
    this.#nextSequence++;
    return { messageType: slot.messageType, messageSequence, body: slot.body };
  }

  /** Forgets what `next` just handed out: it was no message of this handshake, and its number is expected again. */
  takeBack(message: HandshakeMessage): void {
    this.#nextSequence = message.messageSequence;
  }
}
