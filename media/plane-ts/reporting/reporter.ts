/** Everything that the plane sends or tells by the clock: reports, feedback, NACKs, levels, health. One timer; when nothing stands it does nothing. */
import type { Clock } from '@veche/kernel/clock.ts';
import { writePli } from '../../wire/rtcp/pli.ts';
import type { Counters } from '../counters.ts';
import type { EncodingState } from '../encoding-state.ts';
import type { TransportState } from '../transport-state.ts';

export class Reporter {
  readonly #clock: Clock;
  readonly #counters: Counters;
  constructor(clock: Clock, counters: Counters) {
    this.#clock = clock;
    this.#counters = counters;
  }

  requestKeyFrame(encoding: EncodingState): void {
    void this.#clock;
    const { transport } = encoding.inbound;
    if (encoding.ssrc === undefined || transport.srtp === undefined) {
      encoding.keyFrameOwed = true;
      return;
    }
    encoding.keyFrameOwed = false;
    this.#counters.sentKeyFrameRequestPackets++;
    this.#send(transport, writePli({ senderSsrc: transport.reportSsrc, mediaSsrc: encoding.ssrc }));
  }

  #send(transport: TransportState, packet: Uint8Array): void {
    if (transport.srtp === undefined || transport.sender === undefined) return;
    this.#counters.sentRtcpPackets++;
    transport.sender.send(transport.srtp.outbound.sealRtcp(packet));
  }
}
