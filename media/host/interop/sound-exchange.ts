/** Two participants of one kind of WebRTC stack exchange a stream of sound packets through a real media server. */
import { randomUUID } from 'node:crypto';
import { runMediaServer } from '../fixtures/running-media-server.ts';
import { openReceiving, openSending, type SoundStack } from './sound-sessions.ts';

const opus = { mimeType: 'audio/opus', clockRate: 48_000, channels: 2 };
const patienceMs = 15_000;

/** Resolves with payloads that arrived at the other end, at least `count`; rejects when they do not come. Each payload says its own number. */
export async function exchangeSound(stack: SoundStack, count: number): Promise<string[]> {
  await using server = await runMediaServer();
  const conferenceId = randomUUID();
  const anna = await server.join(server.token({ conferenceId, name: 'Anna' }));
  const boris = await server.join(server.token({ conferenceId, name: 'Boris' }));
  const { producerId, sender, send } = await openSending(anna.peer, stack, opus);
  const heard: string[] = [];
  const { promise: arrived, resolve: enough } = Promise.withResolvers<void>();
  const { receiver } = await openReceiving(
    boris.peer,
    stack,
    boris.joined.routerRtpCapabilities,
    producerId,
    (payload) => {
      heard.push(Buffer.from(payload).toString('utf8'));
      if (heard.length >= count) enough();
    },
  );
  let nth = 0;
  const talking = setInterval(() => {
    nth += 1;
    send(nth, nth * 960, Buffer.from(`sound ${nth}`));
  }, 20);
  try {
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      patience = setTimeout(() => reject(new Error(`only ${heard.length} packets arrived`)), patienceMs);
    });
    await Promise.race([arrived, late]);
    clearTimeout(patience);
    return heard;
  } finally {
    clearInterval(talking);
    sender.close();
    receiver.close();
  }
}
