/** The participant with the camera: sends sealed packets to the plane in the beat of the measurement. */
import { createSocket } from 'node:dgram';
import { SrtpOutbound } from '@veche/media/plane-ts/srtp/srtp-outbound.ts';
import { createSrtpCipher } from '@veche/media/plane-ts/srtp/srtp-session.ts';
import { buildRtp } from '@veche/media/wire/rtp.ts';
import { benchKeys, benchPayload } from './bench-keys.ts';
import { burst } from './burst.ts';
import { answer, onMessage } from './protocol.ts';

const headerLength = 12;
const keys = benchKeys(1);
const outbound = new SrtpOutbound(createSrtpCipher(keys.profile, keys.inbound)!);
const socket = createSocket('udp4');
let stop: (() => void) | undefined;
let sequence = 1;

onMessage((message) => {
  if (message.type === 'setUp') {
    socket.bind(0, '127.0.0.1', () => {
      answer({ type: 'ready', ports: [socket.address().port] });
    });
    const { shape, port } = message;
    begin = () => burst(shape.packetsPerSecond, () => send(shape.payloadBytes, port));
  } else if (message.type === 'begin') stop = begin?.();
  else {
    stop?.();
    answer({ type: 'measured', cpuUs: 0, packets: sequence, bytes: 0 });
  }
});

let begin: (() => () => void) | undefined;

function send(payloadBytes: number, port: number): void {
  const index = sequence++;
  // Every five seconds or so a key frame, as a receiver that joins would have asked for.
  const payload = benchPayload(payloadBytes, index % 2_000 < 2);
  const packet = buildRtp({
    payloadType: 96,
    ssrc: 1_000,
    sequenceNumber: index & 0xffff,
    timestamp: index * 90,
    payload,
  });
  const out = Buffer.alloc(packet.length + 16);
  const header = packet.subarray(0, headerLength);
  const length = outbound.sealRtp(header, packet.subarray(headerLength), 1_000, index, out);
  socket.send(out.subarray(0, length), port, '127.0.0.1');
}
