/** The floor: `ws` alone. Whatever comes over a socket, the same frame that Veche would send goes to everybody in its room of ten. */
import { once } from 'node:events';
import { type WebSocket, WebSocketServer } from 'ws';

const rooms = new Map<string, Set<WebSocket>>();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });

/** As long as Veche's, with the sender's own text in it, so that the time of sending can be read at the other end. */
const before =
  '{"jsonrpc":"2.0","method":"message","params":{"message":{"id":"00000000-0000-4000-8000-000000000000","position":12345,"changedPosition":12345,"sender":{"participantId":"00000000-0000-4000-8000-000000000000","name":"Person 123"},"receiver":null,"text":';
const after = ',"attachment":null,"createdAtMs":1764000000000,"deleted":false}}}';
const textMark = Buffer.from('"text":');

server.on('connection', (socket, request) => {
  const room = request.url ?? '/';
  const members = rooms.get(room) ?? new Set();
  rooms.set(room, members);
  members.add(socket);
  socket.on('close', () => members.delete(socket));
  socket.on('message', (data: Buffer) => {
    const text = data.subarray(data.indexOf(textMark) + textMark.length, data.length - 2);
    const frame = Buffer.concat([Buffer.from(before), text, Buffer.from(after)]);
    for (const member of members) member.send(frame, { binary: false });
  });
});
await once(server, 'listening');
process.send?.((server.address() as { port: number }).port);
