/**
 * The two epochs of one association: numbers and protects outgoing records, opens incoming ones, refuses replays.
 * Epoch 0 is plain and has no replay window, since a forger could move it; epoch 1 appears when keys are installed, and is the last: there is no renegotiation.
 */
import type { DtlsCounters } from './dtls-engine.ts';
import type { RecordProtection } from './record-protection.ts';
import { type DtlsRecord, dtls12, recordHeaderBytes, writeRecord } from './records.ts';
import { ReplayWindow } from './replay-window.ts';

export type Epoch = 0 | 1;

/** Records of epoch 1 that came before the keys and wait for them; enough for one flight's tail. */
const maxEarlyRecords = 6;
const maxEarlyRecordBytes = 2_048;

export class RecordLayer {
  readonly #counters: DtlsCounters;
  readonly #window = new ReplayWindow();
  #early: DtlsRecord[] = [];
  #nextSequence: [number, number] = [0, 0];
  #protection: { readonly read: RecordProtection; readonly write: RecordProtection } | undefined;

  constructor(counters: DtlsCounters) {
    this.#counters = counters;
  }

  get writeEpoch(): Epoch {
    return this.#protection ? 1 : 0;
  }

  /** Installs epoch 1 and gives back the records that arrived before it, to be read again. */
  install(read: RecordProtection, write: RecordProtection): readonly DtlsRecord[] {
    this.#protection = { read, write };
    const early = this.#early;
    this.#early = [];
    return early;
  }

  /** Header and protection that a record of this epoch adds to its content. */
  overheadBytes(epoch: Epoch): number {
    return recordHeaderBytes + (epoch === 1 && this.#protection ? this.#protection.write.overheadBytes : 0);
  }

  /** One record on the wire with a fresh sequence number. Epoch 1 only after `install`. */
  seal(contentType: number, epoch: Epoch, payload: Uint8Array): Uint8Array {
    const sequence = this.#nextSequence[epoch]++;
    const plain: DtlsRecord = { contentType, version: dtls12, epoch, sequence, payload };
    if (epoch === 0) return writeRecord(plain);
    if (!this.#protection) throw new Error('epoch 1 has no keys yet');
    return writeRecord(this.#protection.write.seal(plain));
  }

  /** The content of a record, or `undefined` when it is dropped (and counted) or set aside until keys are there. */
  open(record: DtlsRecord): Uint8Array | undefined {
    if (record.epoch === 0) return record.payload;
    if (record.epoch !== 1) {
      this.#counters.undecryptableRecords++;
      return undefined;
    }
    if (!this.#protection) {
      const keep = this.#early.length < maxEarlyRecords && record.payload.length <= maxEarlyRecordBytes;
      if (keep) this.#early.push({ ...record, payload: Uint8Array.from(record.payload) });
      else this.#counters.undecryptableRecords++;
      return undefined;
    }
    if (this.#window.isReplay(record.sequence)) {
      this.#counters.replayedRecords++;
      return undefined;
    }
    const content = this.#protection.read.open(record);
    if (!content) {
      this.#counters.undecryptableRecords++;
      return undefined;
    }
    this.#window.accept(record.sequence);
    return content;
  }
}
