/**
 * A process of headless participants. One JSON argument says where and who; each line on standard output is one JSON event:
 * joined, ended. SIGTERM or SIGINT, or standard input's end (whoever started it is gone), makes everybody leave.
 */
import type { CompanyOrder } from './company-order.ts';
import { HeadlessParticipant } from './participant.ts';
import { RestClient } from './rest-client.ts';
import { speech } from './sound-signal.ts';

const say = (event: Record<string, unknown>): boolean => process.stdout.write(`${JSON.stringify(event)}\n`);

async function keepCompany(order: CompanyOrder): Promise<void> {
  const present: HeadlessParticipant[] = [];
  let leaving = false;
  const leave = async (): Promise<void> => {
    if (leaving) return;
    leaving = true;
    await Promise.race([
      Promise.all(present.map((participant) => participant.leave())),
      new Promise((resolve) => setTimeout(resolve, 2_000)),
    ]);
    // libwebrtc's threads would keep the process.
    process.exit(0);
  };
  process.once('SIGTERM', () => void leave());
  process.once('SIGINT', () => void leave());
  process.stdin.once('end', () => void leave()).resume();

  const rest = new RestClient(order.origin);
  for (const { name, number } of order.people) {
    const { password, cameras = true, widthPx, heightPx, framesPerSecond } = order;
    const place = await rest.join(order.conferenceId, { name, ...(password === undefined ? {} : { password }) });
    const participant = new HeadlessParticipant({
      place,
      ...(cameras ? { picture: { widthPx, heightPx, framesPerSecond, colour: number & 0xf } } : {}),
      sound: speech(number + 1, order.talking ?? 0.3),
      ...(order.watch ? { watch: { widthPx: 320, heightPx: 180 } } : {}),
    });
    participant.call.subscribe(() => {
      const { connection } = participant.call.state;
      if (connection.name === 'ended' && !leaving) say({ event: 'ended', name, reason: connection.reason });
    });
    await participant.join();
    present.push(participant);
    say({ event: 'joined', name, participantId: participant.id });
  }
}

const [argument] = process.argv.slice(2);
if (argument === undefined) {
  process.stderr.write('Give the order as one JSON argument.\n');
  process.exit(2);
}
keepCompany(JSON.parse(argument) as CompanyOrder).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
