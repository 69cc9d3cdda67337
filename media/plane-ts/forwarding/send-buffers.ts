/**
 * Buffers for packets on their way out. A datagram is usually in the kernel when `send` returns, so a ring of buffers is used again and again;
 * if a socket had to queue, the ring is left to it and a new one is taken.
 */
const slotCount = 128;
/** The largest packet that is forwarded, with room for a tag. */
export const sendBufferLength = 1_600;

export class SendBuffers {
  readonly #somethingQueued: () => boolean;
  #slots = makeSlots();
  #next = 0;

  constructor(somethingQueued: () => boolean) {
    this.#somethingQueued = somethingQueued;
  }

  take(): Buffer {
    if (this.#next === slotCount) {
      if (this.#somethingQueued()) this.#slots = makeSlots();
      this.#next = 0;
    }
    return this.#slots[this.#next++]!;
  }
}

function makeSlots(): Buffer[] {
  return Array.from({ length: slotCount }, () => Buffer.allocUnsafeSlow(sendBufferLength));
}
