/** A UDP proxy that loses and delays by a seed, both ways: a bad network between a browser and the media port, the same in each run. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { seededRandom } from '@veche/testkit/random.ts';
import { mediaAddress } from './program.ts';

export interface LossyUdp {
  readonly port: number;
  readonly counters: { passed: number; lost: number };
  /** Loss begins only when told, so that a suite can compare before and after. */
  setLoss(share: number): void;
  close(): void;
}

export async function startLossyUdp(
  targetPort: number,
  options: { seed: number; oneWayDelayMs: number },
): Promise<LossyUdp> {
  const random = seededRandom(options.seed);
  const counters = { passed: 0, lost: 0 };
  let loss = 0;
  const front = createSocket('udp4');
  const backs = new Map<string, Socket>();
  front.bind(0, mediaAddress);
  await once(front, 'listening');
  let closed = false;

  const deliver = (send: () => void) => {
    if (random() < loss) {
      counters.lost += 1;
      return;
    }
    counters.passed += 1;
    setTimeout(() => {
      if (!closed) send();
    }, options.oneWayDelayMs);
  };
  const backOf = (client: RemoteInfo): Socket => {
    const key = `${client.address}:${client.port}`;
    let back = backs.get(key);
    if (back === undefined) {
      back = createSocket('udp4');
      back.bind(0, mediaAddress);
      back.on('message', (message) => deliver(() => front.send(message, client.port, client.address)));
      backs.set(key, back);
    }
    return back;
  };
  front.on('message', (message, client) => {
    const back = backOf(client);
    deliver(() => back.send(message, targetPort, mediaAddress));
  });
  return {
    port: front.address().port,
    counters,
    setLoss: (share) => {
      loss = share;
    },
    close: () => {
      closed = true;
      front.close();
      for (const back of backs.values()) back.close();
    },
  };
}

/** Runs in the page before anything else: candidates of the media port become the proxy's, others are taken away. */
export function throughProxyScript(mediaPort: number, proxyPort: number): string {
  return `(() => {
  const original = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function (description) {
    const lines = description.sdp.split('\\r\\n').filter((line) => !(line.startsWith('a=candidate:') && / tcp /i.test(line)));
    const sdp = lines.map((line) => line.startsWith('a=candidate:') ? line.replace(' ${mediaPort} ', ' ${proxyPort} ') : line).join('\\r\\n');
    return original.call(this, { type: description.type, sdp });
  };
})();`;
}
