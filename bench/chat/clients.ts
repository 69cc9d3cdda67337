/** A thousand people at their sockets, in one process: each says something now and then, and all listen. The same for Veche and for bare ws. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { messageId } from '@veche/client/chat/message-id.ts';
import { rpcRequest } from '@veche/contracts/json-rpc.ts';
import { WebSocket } from 'ws';
import type { ClientFigures, ClientOrder, FromClients } from './protocol.ts';

const padding = 'what people say in a meeting is about so long, with a name and a number in it'.padEnd(90, '.');
const stamp = 'sent at ';
const batchMs = 5;
const sampleEvery = 50;

/** As our client makes them. */
const newId = () => messageId(Date.now(), randomBytes(10));
const tell = (message: FromClients) => process.send?.(message);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const [order] = (await once(process, 'message')) as [ClientOrder];
let figures = { sends: 0, confirmed: 0, deliveries: 0, closed: 0 };
let latenciesMs: number[] = [];

function hear(data: Buffer): void {
  // A confirmation has an id; everything else that is long enough is a message.
  if (data.length < 60) return;
  if (data.subarray(17, 21).toString('latin1') === '"id"') {
    figures.confirmed += 1;
    return;
  }
  figures.deliveries += 1;
  if (figures.deliveries % sampleEvery !== 0) return;
  const text = data.toString('latin1');
  const at = text.indexOf(stamp);
  if (at >= 0) latenciesMs.push(performance.now() - Number.parseFloat(text.slice(at + stamp.length)));
}

async function open(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on('message', hear);
  // Veche lets only so many in from one address that have not been welcomed yet.
  await once(socket, order.isWelcomed ? 'message' : 'open');
  socket.on('close', () => {
    figures.closed += 1;
  });
  return socket;
}

const sockets: WebSocket[] = [];
for (let at = 0; at < order.urls.length; at += 50) {
  sockets.push(...(await Promise.all(order.urls.slice(at, at + 50).map(open))));
}
tell({ type: 'opened' });

let calls = 0;
let due = 0;
let next = 0;
const startMs = performance.now();
const talking = setInterval(() => {
  const nowMs = performance.now();
  due = ((nowMs - startMs) / 1_000) * order.sendsPerSecond;
  while (calls < due) {
    calls += 1;
    next = (next + 1) % sockets.length;
    figures.sends += 1;
    const text = `${stamp}${performance.now().toFixed(3)} ${padding}`;
    sockets[next]?.send(rpcRequest(calls, 'send', { id: newId(), text }));
  }
}, batchMs);

await pause(order.warmUpMs);
figures = { sends: 0, confirmed: 0, deliveries: 0, closed: 0 };
latenciesMs = [];
tell({ type: 'windowBegins' });
await pause(order.windowMs);
const measured: ClientFigures = { ...figures, latenciesMs };
clearInterval(talking);
for (const socket of sockets) socket.terminate();
// Not before it is out of the door.
process.send?.({ type: 'measured', figures: measured } satisfies FromClients, undefined, undefined, () =>
  process.disconnect?.(),
);
