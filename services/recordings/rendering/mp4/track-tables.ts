/**
 * The tables of one track of an MP4 (ISO/IEC 14496-12 section 8.6 and 8.7) while they grow: runs of what is alike are kept as one, so a day of
 * samples fits. All numbers that could pass 32 bits are written with 64.
 */
import { box, fullBox, joined } from './boxes.ts';

export interface TableSample {
  readonly sizeBytes: number;
  readonly durationTicks: number;
  readonly compositionTicks: number;
  readonly isKey: boolean;
}

/** Samples that lie behind each other in the file. */
interface Stretch {
  readonly samples: number;
  readonly position: number;
  readonly entryNumber: number;
}
interface Run {
  count: number;
  readonly value: number;
}

export class TrackTables {
  readonly #entries: Uint8Array[] = [];
  readonly #sizes: number[] = [];
  readonly #durations: Run[] = [];
  readonly #compositions: Run[] = [];
  readonly #keys: number[] = [];
  readonly #stretches: Stretch[] = [];
  #leastComposition = 0;
  durationTicks = 0;

  get samples(): number {
    return this.#sizes.length;
  }

  /** So far a picture may be shown before the place in time at which it is decoded: what is shown begins so much later. */
  get leadTicks(): number {
    return -this.#leastComposition;
  }

  /** `position`: of the first of them, from the beginning of the media data. */
  addStretch(entry: Uint8Array, position: number, samples: readonly TableSample[]): void {
    if (samples.length === 0) return;
    this.#stretches.push({ samples: samples.length, position, entryNumber: this.#numberOf(entry) });
    for (const { sizeBytes, durationTicks, compositionTicks, isKey } of samples) {
      this.#sizes.push(sizeBytes);
      if (isKey) this.#keys.push(this.#sizes.length);
      extend(this.#durations, durationTicks);
      extend(this.#compositions, compositionTicks);
      this.#leastComposition = Math.min(this.#leastComposition, compositionTicks);
      this.durationTicks += durationTicks;
    }
  }

  /** `stbl`; `base`: where the media data begins in the file. */
  write(base: number): Uint8Array {
    const isAllKeys = this.#keys.length === this.#sizes.length;
    const isInOrder = this.#compositions.every(({ value }) => value === 0);
    return box(
      'stbl',
      fullBox('stsd', 0, 0, { u32: this.#entries.length }, ...this.#entries),
      fullBox('stts', 0, 0, runs(this.#durations)),
      isInOrder ? '' : fullBox('ctts', 0, 0, runs(this.#compositions, this.leadTicks)),
      isAllKeys ? '' : fullBox('stss', 0, 0, { u32: this.#keys.length }, words(this.#keys)),
      this.#writeStretchTable(),
      fullBox('stsz', 0, 0, { u32: 0 }, { u32: this.#sizes.length }, words(this.#sizes)),
      fullBox(
        'co64',
        0,
        0,
        { u32: this.#stretches.length },
        longWords(this.#stretches.map(({ position }) => base + position)),
      ),
    );
  }

  #writeStretchTable(): Uint8Array {
    const rows: number[] = [];
    let before: Stretch | undefined;
    for (const [index, stretch] of this.#stretches.entries()) {
      const isAlike = before?.samples === stretch.samples && before.entryNumber === stretch.entryNumber;
      if (!isAlike) rows.push(index + 1, stretch.samples, stretch.entryNumber);
      before = stretch;
    }
    return fullBox('stsc', 0, 0, { u32: rows.length / 3 }, words(rows));
  }

  #numberOf(entry: Uint8Array): number {
    const known = this.#entries.findIndex(
      (other) => other.length === entry.length && other.every((byte, at) => byte === entry[at]),
    );
    return known >= 0 ? known + 1 : this.#entries.push(entry);
  }
}

function extend(list: Run[], value: number): void {
  const last = list.at(-1);
  if (last?.value === value) last.count += 1;
  else list.push({ count: 1, value });
}

function runs(list: readonly Run[], added = 0): Uint8Array {
  return joined([words([list.length]), words(list.flatMap(({ count, value }) => [count, value + added]))]);
}

function words(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value);
  return bytes;
}

function longWords(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setBigUint64(index * 8, BigInt(value));
  return bytes;
}
