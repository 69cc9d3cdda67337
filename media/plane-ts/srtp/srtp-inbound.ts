/**
 * Opens what one peer sends: estimates the rollover counter per SSRC (RFC 3711 section 3.3.1), refuses replays, and changes state only
 * after authentication. The number of SSRCs is bounded; the one that was silent the longest makes room.
 */
import { ReplayWindow } from './replay-window.ts';
import { readWord, type SrtpCipher } from './srtp-cipher.ts';

export type OpenFailure = 'malformed' | 'replayed' | 'notAuthentic';

interface InboundSource {
  readonly window: ReplayWindow;
  lastUsed: number;
}

export const inboundSourcesMax = 1_024;

export class SrtpInbound {
  readonly #cipher: SrtpCipher;
  readonly #rtpSources = new Map<number, InboundSource>();
  readonly #rtcpSources = new Map<number, InboundSource>();
  #uses = 0;

  constructor(cipher: SrtpCipher) {
    this.#cipher = cipher;
  }

  /** The plain payload; `ssrc`, `sequenceNumber` and `headerLength` were read from the packet's header. */
  openRtp(packet: Uint8Array, headerLength: number, ssrc: number, sequenceNumber: number): Buffer | OpenFailure {
    const source = this.#rtpSources.get(ssrc);
    const index = source === undefined ? sequenceNumber : estimateIndex(source.window.highest, sequenceNumber);
    if (index < 0) return 'replayed';
    if (source !== undefined && !source.window.isFresh(index)) return 'replayed';
    const payload = this.#cipher.openRtp(packet, headerLength, ssrc, index);
    if (payload === undefined) return 'notAuthentic';
    this.#accept(this.#rtpSources, source, ssrc, index);
    return payload;
  }

  /** The plain compound packet. */
  openRtcp(packet: Uint8Array): Buffer | OpenFailure {
    const word = this.#cipher.rtcpIndexWord(packet);
    if (word === undefined) return 'malformed';
    const ssrc = readWord(packet, 4);
    const index = word & 0x7fffffff;
    const source = this.#rtcpSources.get(ssrc);
    if (source !== undefined && !source.window.isFresh(index)) return 'replayed';
    const plain = this.#cipher.openRtcp(packet, ssrc, index);
    if (plain === undefined) return 'notAuthentic';
    this.#accept(this.#rtcpSources, source, ssrc, index);
    return plain;
  }

  #accept(sources: Map<number, InboundSource>, known: InboundSource | undefined, ssrc: number, index: number): void {
    let source = known;
    if (source === undefined) {
      if (sources.size >= inboundSourcesMax) dropLeastRecent(sources);
      source = { window: new ReplayWindow(), lastUsed: 0 };
      sources.set(ssrc, source);
    }
    source.window.accept(index);
    source.lastUsed = ++this.#uses;
  }
}

/** The 48-bit index nearest to the highest one seen that ends in `sequenceNumber`; below 0 when it lies before the first rollover. */
export function estimateIndex(highest: number, sequenceNumber: number): number {
  const roc = Math.floor(highest / 65_536);
  const last = highest % 65_536;
  if (last < 32_768) return (sequenceNumber - last > 32_768 ? roc - 1 : roc) * 65_536 + sequenceNumber;
  return (last - 32_768 > sequenceNumber ? roc + 1 : roc) * 65_536 + sequenceNumber;
}

function dropLeastRecent(sources: Map<number, InboundSource>): void {
  let oldest: [number, number] | undefined;
  for (const [ssrc, source] of sources)
    if (oldest === undefined || source.lastUsed < oldest[1]) oldest = [ssrc, source.lastUsed];
  if (oldest !== undefined) sources.delete(oldest[0]);
}
