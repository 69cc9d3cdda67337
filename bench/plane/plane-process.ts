/** The plane under measurement, alone in its process, with one sender and so many receivers. */
import { randomBytes } from 'node:crypto';
import { systemClock } from '@veche/kernel/clock.ts';
import { silentLogger } from '@veche/kernel/logger.ts';
import type { Path } from '@veche/media/plane/path.ts';
import { createTypeScriptPlane } from '@veche/media/plane-ts/plane.ts';
import { benchKeys } from './bench-keys.ts';
import { answer, cpuMeter, onMessage } from './protocol.ts';

const random = { bytes: (length: number) => randomBytes(length) };
const plane = createTypeScriptPlane({ clock: systemClock, random, logger: silentLogger }, (events) => {
  for (const event of events) {
    if (event.type === 'listening') answer({ type: 'ready', ports: [event.udp[0]!.port] });
    if (event.type === 'keyFrameNeeded') plane.apply([{ ...event, type: 'requestKeyFrame' }]);
  }
});

let cpuUs = cpuMeter();
let sentBefore = 0;

onMessage((message) => {
  if (message.type === 'setUp') setUp(message.port, message.ports);
  else if (message.type === 'begin') {
    cpuUs = cpuMeter();
    sentBefore = plane.counters().get('forwardedPackets') ?? 0;
  } else {
    const counters = plane.counters();
    answer({
      type: 'measured',
      cpuUs: cpuUs(),
      packets: (counters.get('forwardedPackets') ?? 0) - sentBefore,
      bytes: process.memoryUsage().rss,
    });
  }
});

/** First called without a sender: opens the socket. Then with it: sets everything up. */
function setUp(senderPort: number, ports: readonly number[]): void {
  if (senderPort === 0) {
    plane.apply([{ type: 'listen', udp: [{ address: '127.0.0.1', port: 0 }], tcp: [] }]);
    return;
  }
  join(1, senderPort);
  plane.apply([
    {
      type: 'setInbound',
      inbound: {
        inboundId: 1,
        transportId: 1,
        kind: 'video',
        format: 'vp8',
        clockRateHz: 90_000,
        payloadType: 96,
        rtxPayloadType: 97,
        encodings: [{ ssrc: 1_000, rtxSsrc: 1_001 }],
        extensions: { mid: 1, transportCc: 5 },
        nack: true,
      },
    },
  ]);
  ports.forEach((port, index) => {
    const transportId = index + 2;
    join(transportId, port);
    plane.apply([
      {
        type: 'setRoute',
        route: {
          routeId: transportId,
          inboundId: 1,
          transportId,
          ssrc: 10_000 + index * 2,
          rtxSsrc: 10_001 + index * 2,
          payloadType: 96,
          rtxPayloadType: 97,
          extensions: { mid: 1, absSendTime: 4 },
          cname: 'bench',
          spatialLayer: 0,
          temporalLayer: 7,
          paused: false,
        },
      },
    ]);
  });
  answer({ type: 'ready', ports: [] });
}

function join(transportId: number, port: number): void {
  const path: Path = {
    key: `udp0|127.0.0.1|${port}`,
    protocol: 'udp',
    family: 4,
    address: '127.0.0.1',
    port,
    socket: 0,
  };
  plane.apply([
    { type: 'setTransport', transportId, sendPath: path, srtp: benchKeys(transportId) },
    { type: 'bindPath', transportId, path },
  ]);
}
