/**
 * A port that nobody uses right now, by UDP and by TCP, for servers that tests start. It lies below those that the system gives out by itself, so that no
 * connection of another test can take it in the meantime.
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const firstPort = 20_000;
const ports = 12_000;
const tries = 50;

export async function freeUdpPort(): Promise<number> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const port = firstPort + Math.floor(Math.random() * ports);
    if ((await isFreeForTcp(port)) && (await isFreeForUdp(port))) return port;
  }
  throw new Error(`None of ${tries} ports was free`);
}

function isFreeForTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

function isFreeForUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.once('error', () => resolve(false));
    probe.bind(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
