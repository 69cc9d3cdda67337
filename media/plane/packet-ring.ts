/**
 * Packets on their way from the thread that moves them to one that works on them: a ring in shared memory with one writer and one reader, because a
 * message per packet would cost more than the packet. Full = the reader has stalled: the newest packets are dropped, and the writer counts them.
 *
 * A record: length in bytes, stream, sequence (two words), timestamp, arrival (two words), level and marker, then the payload, padded to words.
 */
import type { StreamPacket } from './events.ts';

const headWord = 0;
const tailWord = 1;
const controlWords = 2;
const headerWords = 8;
const wordBytes = 4;
const wordPeriod = 2 ** 32;
/** In the place of a length: the rest of the ring is empty, go on at its start. */
const wrapMark = -1;
/** The last word of the header: nine bits of the level, which may be -1, then the marker. */
const levelBits = 0x1ff;
const markerBit = 1 << 9;

export interface RingPacket extends StreamPacket {
  /** Of an inbound that is tapped, or of a route to a direct transport. */
  readonly streamId: number;
  /** The reader's, to note how much sound there is in it. */
  durationSamples: number;
}

/** `bytes`: a power of two is not needed. */
export function createPacketRingMemory(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer((controlWords + Math.ceil(bytes / wordBytes)) * wordBytes);
}

class RingView {
  protected readonly control: Int32Array;
  protected readonly words: Int32Array;
  protected readonly bytes: Uint8Array;

  constructor(memory: SharedArrayBuffer) {
    this.control = new Int32Array(memory, 0, controlWords);
    this.words = new Int32Array(memory, controlWords * wordBytes);
    this.bytes = new Uint8Array(memory, controlWords * wordBytes);
  }
}

export class PacketRingWriter extends RingView {
  /** False when there is no room. */
  write(streamId: number, packet: StreamPacket): boolean {
    const { words, control } = this;
    const { payload } = packet;
    const needed = headerWords + Math.ceil(payload.length / wordBytes);
    const tail = Atomics.load(control, tailWord);
    let head = Atomics.load(control, headWord);
    if (head >= tail) {
      // One word must stay free, or full would look like empty.
      if (words.length - head >= needed + 1) {
        // Fits before the end, with room for the mark that sends the reader back.
      } else if (tail > needed) {
        words[head] = wrapMark;
        head = 0;
      } else return false;
    } else if (tail - head <= needed) return false;

    words[head] = payload.length;
    words[head + 1] = streamId;
    words[head + 2] = packet.sequence % wordPeriod;
    words[head + 3] = Math.floor(packet.sequence / wordPeriod);
    words[head + 4] = packet.timestamp;
    words[head + 5] = packet.arrivalMs % wordPeriod;
    words[head + 6] = Math.floor(packet.arrivalMs / wordPeriod);
    words[head + 7] = (packet.levelDbov & levelBits) | (packet.marker ? markerBit : 0);
    this.bytes.set(payload, (head + headerWords) * wordBytes);
    Atomics.store(control, headWord, head + needed);
    return true;
  }
}

export class PacketRingReader extends RingView {
  /** Takes the oldest packet; undefined = there is none. The payload is a copy, the reader's to keep. */
  read(): RingPacket | undefined {
    const { words, control } = this;
    const head = Atomics.load(control, headWord);
    let tail = Atomics.load(control, tailWord);
    if (tail === head) return undefined;
    if (words[tail] === wrapMark) {
      tail = 0;
      if (tail === head) {
        Atomics.store(control, tailWord, 0);
        return undefined;
      }
    }
    const length = words[tail]!;
    const from = (tail + headerWords) * wordBytes;
    const levelAndMarker = words[tail + 7]!;
    const packet: RingPacket = {
      streamId: words[tail + 1]!,
      sequence: (words[tail + 2]! >>> 0) + words[tail + 3]! * wordPeriod,
      timestamp: words[tail + 4]! >>> 0,
      arrivalMs: (words[tail + 5]! >>> 0) + words[tail + 6]! * wordPeriod,
      levelDbov: ((levelAndMarker & levelBits) << 23) >> 23,
      marker: (levelAndMarker & markerBit) !== 0,
      payload: this.bytes.slice(from, from + length),
      durationSamples: 0,
    };
    Atomics.store(control, tailWord, tail + headerWords + Math.ceil(length / wordBytes));
    return packet;
  }
}
