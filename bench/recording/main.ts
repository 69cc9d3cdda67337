/**
 * What a recording costs while it runs, and what rendering costs beside plain ffmpeg. Prints tables and writes bench/results/recording.json; ends with an error
 * when an aim is missed: under 2 % of a core a meeting, no late beat, 1.1 times the CPU of plain ffmpeg.
 *
 * `bench:recording [meetings] [turns]`
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quantile } from '../../e2e/harness/quantiles.ts';
import { measureRecording, percent } from './cost.ts';

const [meetings = 10, turns = 4] = process.argv.slice(2).map(Number);
const turnMs = 20_000;
const aim = { sharePerMeeting: 0.02, lateTicks: 0 };

const cost = await measureRecording(meetings, turns, turnMs);
const median = quantile(cost.sharesPerMeeting, 0.5);
console.log('');
console.log(
  `a recorded meeting, share of a core, median of ${turns} turns   ${percent(median)}   (aim ${percent(aim.sharePerMeeting)})`,
);
console.log(
  `turn by turn                                               ${cost.sharesPerMeeting.map(percent).join('   ')}`,
);
console.log(
  `late beats of ${cost.ticks} while ${meetings} were recorded              ${cost.lateTicks}   (${cost.lateTicksNotRecorded} while none was)`,
);
console.log(`packets that the recorder could not take                   ${cost.droppedPackets}`);
const folder = join(import.meta.dirname, '../results');
await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, 'recording.json'),
  `${JSON.stringify({ measuredAt: new Date().toISOString(), ...cost, median }, undefined, 2)}\n`,
);
const isMet =
  median < aim.sharePerMeeting &&
  cost.lateTicks <= Math.max(aim.lateTicks, cost.lateTicksNotRecorded) &&
  cost.droppedPackets === 0;
console.log(isMet ? 'Aims of recording are met' : 'AN AIM OF RECORDING IS MISSED');
await import('./render.ts');
if (!isMet) process.exitCode = 1;
