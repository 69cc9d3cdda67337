/**
 * `npm run measure:audio`: how good sound is that is mixed on the server, on the real path: headless participants with real libwebrtc, DTLS-SRTP and
 * datagrams on loopback. Names of sections as arguments measure only these. Tables, and bench/results/sound-quality.json; fails when an aim is missed.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureDelay } from './delay.ts';
import { measureLoss } from './loss.ts';
import { measureNoise, type NoiseGain } from './noise.ts';
import { measureClipping, measureLoudness, measureOwnVoice, measureShares } from './voices.ts';

const aimsDb = { white: 8, fan: 8, babble: 2, loudness: 1.5, share: 1, ownVoice: 50 };
const delayAimMs = 60;
/** Of what a voice says among three: in the rest it cannot be told from the others. */
const heardShareLeast = 0.75;
const db = (value: number) => `${value.toFixed(1)} dB`;
const ms = (value: number) => `${value.toFixed(0)} ms`;
let missed = 0;
function verdict(isMet: boolean): string {
  if (!isMet) missed += 1;
  return isMet ? 'met' : 'MISSED';
}
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const sections: Readonly<Record<string, () => Promise<unknown>>> = {
  async noise() {
    const gains = await measureNoise();
    console.table(
      gains.map(({ noise, voice, microphoneDb, heardDb, gainDb, clipped }) => ({
        noise,
        voice,
        'SI-SDR at the microphone': noise === 'none' ? '' : db(microphoneDb),
        'at the ear': db(heardDb),
        gain: noise === 'none' ? '' : db(gainDb),
        'clipped samples': clipped,
      })),
    );
    console.table(
      (['white', 'fan', 'babble'] as const).map((noise) => {
        const gainDb = meanOf(of(gains, noise).map((one) => one.gainDb));
        return { noise, 'mean gain': db(gainDb), aim: db(aimsDb[noise]), '': verdict(gainDb >= aimsDb[noise]) };
      }),
    );
    return gains;
  },

  async loudness() {
    const found = await measureLoudness();
    console.table(
      found.map(({ voice, aloneLufs, amongThreeLufs }) => ({
        voice,
        alone: `${aloneLufs.toFixed(1)} LUFS`,
        'among three': `${amongThreeLufs.toFixed(1)} LUFS`,
        difference: db(amongThreeLufs - aloneLufs),
        '': verdict(Math.abs(amongThreeLufs - aloneLufs) < aimsDb.loudness),
      })),
    );
    return found;
  },

  async shares() {
    const found = await measureShares();
    console.table(
      found.map(({ voice, aloneDb, amongThreeDb, heardShare }) => ({
        voice,
        'gain alone': db(aloneDb),
        'three at once': db(amongThreeDb),
        difference: db(amongThreeDb - aloneDb),
        'heard of it': `${Math.round(heardShare * 100)} %`,
        '': verdict(Math.abs(amongThreeDb - aloneDb) < aimsDb.share && heardShare >= heardShareLeast),
      })),
    );
    return found;
  },

  async clipping() {
    const found = await measureClipping();
    console.table({
      'three who shout, added up': { 'clipped samples': found.sumClipped },
      'at the ear': { 'clipped samples': found.heardClipped, '': verdict(found.heardClipped === 0) },
    });
    return found;
  },

  async ownVoice() {
    const found = await measureOwnVoice();
    console.table({
      'own voice': { down: db(found.downDb), aim: db(aimsDb.ownVoice), '': verdict(found.downDb >= aimsDb.ownVoice) },
    });
    if (!found.hearsOthers) throw new Error('The speaker heard nothing at all: the figure says nothing');
    return found;
  },

  async delay() {
    const found = await measureDelay();
    const [forwarded, mixed] = found;
    console.table(
      found.map(({ mode, medianMs, leastMs, mostMs, arrived, sent }) => ({
        mode,
        'mouth to ear, median': ms(medianMs),
        range: `${ms(leastMs)} to ${ms(mostMs)}`,
        arrived: `${arrived} of ${sent}`,
      })),
    );
    for (const { arrived, sent } of found) if (arrived < sent) throw new Error('Not every burst arrived');
    const addedMs = mixed!.medianMs - forwarded!.medianMs;
    console.table({
      'added by mixing': { median: ms(addedMs), aim: ms(delayAimMs), '': verdict(addedMs <= delayAimMs) },
    });
    return found;
  },

  async loss() {
    const found = await measureLoss();
    console.table(
      found.map(({ mode, lossShare, count, totalMs, longestMs, lengthMs, clicks }) => ({
        mode,
        'lost each way': `${lossShare * 100} %`,
        'audible gaps': count,
        'in all': `${ms(totalMs)} of ${lengthMs / 1_000} s`,
        longest: ms(longestMs),
        clicks,
      })),
    );
    return found;
  },
};

const of = (gains: readonly NoiseGain[], name: string) => gains.filter(({ noise }) => noise === name);

const asked = process.argv.slice(2).filter((name) => name in sections);
const folder = join(import.meta.dirname, '../results');
const file = join(folder, 'sound-quality.json');
// What is not measured this time stays.
const results: Record<string, unknown> = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
for (const name of asked.length > 0 ? asked : Object.keys(sections)) {
  console.log(`\n${name}`);
  results[name] = await sections[name]!();
}
await mkdir(folder, { recursive: true });
await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
if (missed > 0) console.log(`\n${missed} aims were missed.`);
// libwebrtc's threads would keep the process.
process.exit(missed > 0 ? 1 : 0);
