/**
 * `npm run bench:audio`: what sound costs that is mixed on the server. First the mixer alone against the bare library calls, by turns; then whole
 * meetings on the real path, all of the worker's process. A table, and bench/results/audio.json.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MeetingShape, MixerBench, median } from './mixer-cost.ts';
import { measureWorker } from './worker-cost.ts';

const rounds = 11;
const shapes: readonly MeetingShape[] = [
  ...[5, 10, 50].flatMap((people) => [1, 2, 3].map((speaking) => ({ people, speaking, open: people - speaking }))),
  { people: 50, speaking: 3, open: 0 },
  { people: 50, speaking: 0, open: 50 },
  { people: 50, speaking: 0, open: 0 },
];
/** Janus 1.1.2 AudioBridge on a machine of this kind, everybody's stream open, 3 speak, no noise suppression: share of a core. */
const janus: Readonly<Record<number, number>> = { 5: 0.09, 10: 0.148, 50: 0.644 };
const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

const bench = await MixerBench.open();
const mixer = shapes.map((shape) => bench.measure(shape, rounds));
console.table(
  mixer.map(({ shape, coreShare, bareCoreShare, ratios, decoded, cleaned, encoded }) => ({
    people: shape.people,
    speaking: shape.speaking,
    'open but silent': shape.open,
    mixer: percent(coreShare),
    'bare calls': percent(bareCoreShare),
    ratio:
      shape.speaking === 0
        ? ''
        : `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
    'decoded, cleaned, encoded a second': `${decoded / 10}, ${cleaned / 10}, ${encoded / 10}`,
    Janus: shape.speaking === 3 && janus[shape.people] !== undefined ? percent(janus[shape.people]!) : '',
  })),
);
const shareOf = (people: number, speaking: number, open: number) =>
  mixer.find(({ shape }) => shape.people === people && shape.speaking === speaking && shape.open === open)!.coreShare;
const nobody = shareOf(50, 0, 0);
const perPerson = {
  muted: nobody / 50,
  silent: shareOf(50, 0, 50) / 50,
  speaking: (shareOf(50, 3, 47) - shareOf(50, 1, 49)) / 2,
};
console.table({
  'each who speaks': percent(perPerson.speaking),
  'each who is silent with an open microphone that sends all the time': percent(perPerson.silent),
  'each who is muted': percent(perPerson.muted),
});

const worker = process.argv.includes('--mixer') ? [] : await measureWorker();
console.table(
  worker.map(({ people, speaking, coreShare, packetsPerSecond, lateTicks }) => ({
    people,
    speaking,
    'whole worker': percent(coreShare),
    'packets sent a second': Math.round(packetsPerSecond),
    'late beats': lateTicks,
    Janus: janus[people] === undefined ? '' : percent(janus[people]!),
  })),
);

/** Of the mixer; that of the whole worker is told and not judged: its network's work is what other benches measure. */
const aims = { ratio: 1.25, coreShare: 0.15, silent: 0.0005 };
const missed = [
  ...mixer
    .filter(({ shape, ratios }) => shape.speaking > 0 && shape.open > 0 && median(ratios) > aims.ratio)
    .map(
      ({ shape, ratios }) => `ratio ${median(ratios).toFixed(2)} for ${shape.people} people, ${shape.speaking} speak`,
    ),
  ...(shareOf(50, 3, 47) > aims.coreShare ? ['50 people with 3 speaking'] : []),
  ...(perPerson.silent > aims.silent || perPerson.muted > aims.silent ? ['each who is silent'] : []),
];
console.log(missed.length === 0 ? 'All aims are met' : `MISSED: ${missed.join('; ')}`);

const results = join(import.meta.dirname, '../results');
await mkdir(results, { recursive: true });
await writeFile(
  join(results, 'audio.json'),
  `${JSON.stringify({ rounds, mixer, perPerson, worker, janus, missed }, null, 2)}\n`,
);
process.exit(missed.length === 0 ? 0 : 1);
