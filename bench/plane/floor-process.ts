/** The floor: a bare loop that seals and sends the same packets to the same receivers in the same beat, and does nothing else. */
import { createCipheriv, createSecretKey } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { benchPayload } from './bench-keys.ts';
import { burst } from './burst.ts';
import { answer, cpuMeter, onMessage } from './protocol.ts';

const headerLength = 20;
const socket = createSocket({
  type: 'udp4',
  lookup: (address, _options, callback) => callback(null, address, 4),
});
let act: (() => void) | undefined;
let packetsPerSecond = 0;
let packets = 0;
let stop: (() => void) | undefined;
let cpuUs = cpuMeter();

onMessage((message) => {
  if (message.type === 'setUp') {
    const { shape, ports } = message;
    const keys = ports.map((_, index) => createSecretKey(Buffer.alloc(16, index)));
    const packet = Buffer.concat([Buffer.alloc(headerLength, 0x80), benchPayload(shape.payloadBytes, false)]);
    const header = packet.subarray(0, headerLength);
    const payload = packet.subarray(headerLength);
    const iv = Buffer.alloc(12);
    packetsPerSecond = shape.packetsPerSecond;
    act = () => {
      for (let index = 0; index < ports.length; index++) {
        iv.writeUInt32BE(packets++, 8);
        const cipher = createCipheriv('aes-128-gcm', keys[index]!, iv);
        cipher.setAAD(header);
        const sealed = cipher.update(payload);
        cipher.final();
        socket.send(Buffer.concat([header, sealed, cipher.getAuthTag()]), ports[index]!, '127.0.0.1');
      }
    };
    socket.bind(0, '127.0.0.1', () => {
      socket.setSendBufferSize(4 * 1024 * 1024);
      answer({ type: 'ready', ports: [] });
    });
  } else if (message.type === 'begin') {
    packets = 0;
    cpuUs = cpuMeter();
    stop?.();
    stop = burst(packetsPerSecond, act!);
  } else {
    stop?.();
    answer({ type: 'measured', cpuUs: cpuUs(), packets, bytes: process.memoryUsage().rss });
  }
});
