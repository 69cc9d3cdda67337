/**
 * What recording costs a server: the same ten meetings, each with a picture of 1.5 Mbit/s and a voice, in turns recorded and not recorded. What the program and its
 * media worker take more while they record is the price; a beat of the mixer that comes late meanwhile is a fault.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { RestClient } from '@veche/headless/rest-client.ts';
import { loadSoundLibrary } from '@veche/media/audio/codecs/sound-library.ts';
import { stillPictures } from '@veche/media/recorder/sealing/still-pictures.ts';
import { cpuSeconds } from '../../e2e/harness/process-figures.ts';
import { type Program, startProgram } from '../../e2e/harness/program.ts';
import { LightPeer } from '../rooms/light-peer.ts';
import { toneInOpus } from '../rooms/tone-in-opus.ts';

export interface RecordingCost {
  readonly meetings: number;
  /** Of a core, for one meeting, turn by turn. */
  readonly sharesPerMeeting: readonly number[];
  /** Of a core, for all of them, not recorded and recorded. */
  readonly quietShares: readonly number[];
  readonly recordedShares: readonly number[];
  readonly lateTicks: number;
  readonly lateTicksNotRecorded: number;
  readonly ticks: number;
  readonly droppedPackets: number;
  readonly storedBytes: number;
}

const account = { name: 'Olga', email: 'olga@example.org', password: 'a long walk by the river' };
const payloadBytes = 1_100;
const pictureBytes = 7_500;
const keyPictureBytes = 40_000;
const picturesPerKey = 50;

export async function measureRecording(meetings: number, turns: number, turnMs: number): Promise<RecordingCost> {
  const library = await loadSoundLibrary();
  const program = await startProgram({ workers: 1, environment: { VECHE_FFMPEG: 'off' } });
  const peers: LightPeer[] = [];
  try {
    const rest = new RestClient(program.origin);
    await rest.register(account);
    const token = await tokenOf(program);
    const ids: string[] = [];
    for (let nth = 0; nth < meetings; nth++) {
      const { id } = await rest.createConference({ name: `Meeting ${nth}` });
      ids.push(id);
      const peer = await LightPeer.join(await rest.join(id, { name: 'Olga' }), library, toneInOpus(library, 400));
      peers.push(peer);
      await peer.show(cameraPictures());
      peers.push(await LightPeer.join(await new RestClient(program.origin).join(id, { name: 'Anna' }), library));
    }
    const order = async (action: 'start' | 'pause' | 'resume'): Promise<void> => {
      for (const id of ids) {
        const answer = await fetch(`${program.origin}/api/v1/conferences/${id}/recording`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ action }),
        });
        if (!answer.ok) throw new Error(await answer.text());
      }
    };
    await pause(3_000);
    const measured = { quiet: [] as number[], recorded: [] as number[], lateQuiet: 0, late: 0, ticks: 0 };
    for (let turn = 0; turn < turns; turn++) {
      const quiet = await over(program, turnMs);
      await order(turn === 0 ? 'start' : 'resume');
      await pause(1_500);
      const recorded = await over(program, turnMs);
      await order('pause');
      await pause(1_500);
      measured.quiet.push(quiet.share);
      measured.recorded.push(recorded.share);
      measured.lateQuiet += quiet.lateTicks;
      measured.late += recorded.lateTicks;
      measured.ticks += recorded.ticks;
      console.log(
        `turn ${turn + 1}: ${percent(quiet.share)} without, ${percent(recorded.share)} with ${meetings} recordings; late beats ${quiet.lateTicks} and ${recorded.lateTicks}`,
      );
    }
    const list = await fetch(`${program.origin}/api/v1/recordings?limit=100`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { usedBytes } = (await list.json()) as { usedBytes: number };
    return {
      meetings,
      sharesPerMeeting: measured.recorded.map((share, turn) => (share - measured.quiet[turn]!) / meetings),
      quietShares: measured.quiet,
      recordedShares: measured.recorded,
      lateTicks: measured.late,
      lateTicksNotRecorded: measured.lateQuiet,
      ticks: measured.ticks,
      droppedPackets: await counter(program, 'recordingDroppedPackets'),
      storedBytes: usedBytes,
    };
  } finally {
    for (const peer of peers) peer.close();
    await program.stop();
  }
}

export const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

async function over(program: Program, ms: number) {
  const pids = [program.pid, ...(await program.workerPids())];
  const spent = async () => (await Promise.all(pids.map(cpuSeconds))).reduce((sum, seconds) => sum + seconds, 0);
  const counted = async () => [await counter(program, 'soundLateTicks'), await counter(program, 'soundTicks')] as const;
  const [before, [lateBefore, ticksBefore], atMs] = [await spent(), await counted(), performance.now()];
  await pause(ms);
  const [after, [lateAfter, ticksAfter]] = [await spent(), await counted()];
  const share = (after - before) / ((performance.now() - atMs) / 1_000);
  return { share, lateTicks: lateAfter - lateBefore, ticks: ticksAfter - ticksBefore };
}

/** Summed over the workers. */
async function counter(program: Program, name: string): Promise<number> {
  const text = await (await fetch(`${program.origin}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.includes(`counter="${name}"`));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

async function tokenOf({ origin }: Program): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });
  return ((await answer.json()) as { token: string }).token;
}

/** Two seconds of a camera: a key frame with its parameter sets, then what refers to it. What is in the slices nobody reads on this way. */
function cameraPictures(): Uint8Array[][] {
  const sets = stillPictures.h264.format.parameterSets;
  const aggregated = Uint8Array.from([0x78, ...sets.flatMap((set) => [set.length >> 8, set.length & 0xff, ...set])]);
  const fragments = (type: number, bytes: number): Uint8Array[] => {
    const count = Math.ceil(bytes / payloadBytes);
    return Array.from({ length: count }, (_, at) => {
      const payload = new Uint8Array(payloadBytes).fill(0x55);
      payload[0] = 0x7c;
      payload[1] = (at === 0 ? 0x80 : 0) | (at === count - 1 ? 0x40 : 0) | type;
      payload[2] = 0x88;
      return payload;
    });
  };
  const key = [aggregated, ...fragments(5, keyPictureBytes)];
  return [key, ...Array.from({ length: picturesPerKey - 1 }, () => fragments(1, pictureBytes))];
}
