/** The receivers: as many sockets as there are receivers, read and forgotten. */
import { createSocket } from 'node:dgram';
import { answer, onMessage } from './protocol.ts';

let packets = 0;
let packetsBefore = 0;

onMessage(async (message) => {
  if (message.type === 'setUp') {
    const ports = await Promise.all(
      Array.from({ length: message.shape.receivers }, async () => {
        const socket = createSocket('udp4');
        await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
        socket.setRecvBufferSize(4 * 1024 * 1024);
        socket.on('message', () => {
          packets++;
        });
        return socket.address().port;
      }),
    );
    answer({ type: 'ready', ports });
  } else if (message.type === 'begin') packetsBefore = packets;
  else answer({ type: 'measured', cpuUs: 0, packets: packets - packetsBefore, bytes: 0 });
});
