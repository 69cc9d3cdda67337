/** The RTCP walker; what it reads must be writable, and read back the same. */
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { writeBye } from './rtcp/bye.ts';
import { writeFir } from './rtcp/fir.ts';
import { writeNack } from './rtcp/nack.ts';
import { writePli } from './rtcp/pli.ts';
import { writeReceiverReport } from './rtcp/receiver-report.ts';
import { writeRemb } from './rtcp/remb.ts';
import { writeSdes } from './rtcp/sdes.ts';
import { writeSenderReport } from './rtcp/sender-report.ts';
import { writeTransportCc } from './rtcp/transport-cc.ts';
import { buildCompound, type RtcpPacket, readRtcp } from './rtcp.ts';

const report = {
  ssrc: 5,
  fractionLost: 3,
  cumulativeLost: -1,
  highestSequence: 70_000,
  jitter: 9,
  lastSenderReport: 1,
  delaySinceLastSenderReport: 2,
};
const feedback = { senderSsrc: 1, mediaSsrc: 2 };
const senderReport = writeSenderReport({
  ssrc: 1,
  ntpSeconds: 2,
  ntpFraction: 3,
  rtpTimestamp: 4,
  packetCount: 5,
  octetCount: 6,
  reports: [report],
});
const transportCc = writeTransportCc({
  ...feedback,
  baseSequence: 65_530,
  statusCount: 40,
  referenceTime: -5,
  feedbackSequence: 9,
  arrivals: [65_530, 65_531, 65_535, 3, 4, 20].map((sequenceNumber, index) => ({
    sequenceNumber,
    deltaTicks: index * 60,
  })),
});

export const target: FuzzTarget = {
  name: 'rtcp',
  seeds: [
    buildCompound([senderReport, writeSdes({ chunks: [{ ssrc: 1, cname: 'veche' }] }), writeBye({ ssrcs: [1, 2] })]),
    writeReceiverReport({ ssrc: 1, reports: [report, report] }),
    writeNack({ ...feedback, sequenceNumbers: [1, 3, 17, 65_535, 0] }),
    buildCompound([writePli(feedback), writeFir({ senderSsrc: 1, entries: [{ ssrc: 2, sequence: 3 }] })]),
    writeRemb({ senderSsrc: 1, bitrateBps: 2_500_000, ssrcs: [2, 3] }),
    transportCc,
  ],
  run(bytes) {
    const packets = readRtcp(bytes);
    if (packets.length > 64) throw new Error('too many packets');
    for (const packet of packets) {
      const written = write(packet);
      if (written === undefined) continue;
      const again = readRtcp(written);
      if (JSON.stringify(again) !== JSON.stringify([packet])) throw new Error(`${packet.type} does not read back`);
    }
  },
};

function write(packet: RtcpPacket): Uint8Array | undefined {
  switch (packet.type) {
    case 'senderReport':
      return writeSenderReport(packet);
    case 'receiverReport':
      return writeReceiverReport(packet);
    case 'sdes':
      // An empty CNAME is written as none.
      return packet.chunks.some(({ cname }) => cname === '') ? undefined : writeSdes(packet);
    case 'bye':
      return writeBye(packet);
    case 'pli':
      return writePli(packet);
    case 'fir':
      return writeFir(packet);
    case 'remb':
      return packet.bitrateBps === Number.MAX_SAFE_INTEGER ? undefined : writeRemb(packet);
    case 'transportCc':
      return writeTransportCc(packet);
    // NACK pairs can be packed in more than one way.
    case 'nack':
    case 'unknown':
      return undefined;
  }
}
