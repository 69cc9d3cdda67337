import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallError } from '../../call-error.ts';
import {
  initialUploadsState,
  nextToBegin,
  secondsLeft,
  type Upload,
  type UploadInput,
  type UploadStage,
  type UploadStageName,
  type UploadsState,
  uploadsAfter,
  uploadsAtOnce,
} from './upload-state.ts';

const error: CallError = { code: 'file_empty', message: 'words', retryable: false };
const upload = (id: string, stage: UploadStage = { name: 'waiting' }): Upload => ({
  id,
  name: `${id}.txt`,
  sizeBytes: 100,
  receiver: undefined,
  sentBytes: 0,
  bytesPerSecond: undefined,
  stage,
});
const stages: readonly UploadStage[] = [
  { name: 'waiting' },
  { name: 'uploading', trouble: undefined },
  { name: 'checking' },
  { name: 'paused' },
  { name: 'fileMissing' },
  { name: 'failed', error },
  { name: 'sent' },
];
const inputs = (id: string): readonly UploadInput[] => [
  { type: 'begun', id },
  { type: 'progressed', id, sentBytes: 40, bytesPerSecond: 10 },
  { type: 'troubled', id, error },
  { type: 'checking', id },
  { type: 'uploaded', id },
  { type: 'refused', id, error },
  { type: 'fileLost', id },
  { type: 'fileChosen', id },
  { type: 'paused', id },
  { type: 'resumed', id },
  { type: 'triedAgain', id },
  { type: 'removed', id },
];

describe('an upload', () => {
  const leadsTo: Record<UploadStageName, Partial<Record<UploadInput['type'], UploadStageName>>> = {
    waiting: { begun: 'uploading', paused: 'paused' },
    uploading: {
      progressed: 'uploading',
      troubled: 'uploading',
      checking: 'checking',
      uploaded: 'sent',
      refused: 'failed',
      fileLost: 'fileMissing',
      paused: 'paused',
    },
    checking: { troubled: 'uploading', uploaded: 'sent', refused: 'failed', fileLost: 'fileMissing' },
    paused: { resumed: 'waiting' },
    fileMissing: { fileChosen: 'waiting' },
    failed: { triedAgain: 'waiting' },
    sent: {},
  };
  for (const stage of stages) {
    for (const input of inputs('a')) {
      const next = leadsTo[stage.name][input.type];
      const after = input.type === 'removed' ? 'gone' : (next ?? 'left as it is');
      it(`that is ${stage.name} and ${input.type} is ${after}`, () => {
        const before: UploadsState = { uploads: [upload('a', stage)] };
        const state = uploadsAfter(before, input);
        if (input.type === 'removed') expect(state.uploads).toEqual([]);
        else if (next === undefined) expect(state).toBe(before);
        else expect(state.uploads[0]?.stage.name).toBe(next);
      });
    }
  }

  it('never counts more than there is, and tells the time left only while it moves', () => {
    const uploading = { uploads: [upload('a', { name: 'uploading', trouble: undefined })] };
    const [moving] = uploadsAfter(uploading, { type: 'progressed', id: 'a', sentBytes: 40, bytesPerSecond: 8 }).uploads;
    expect(secondsLeft(moving!)).toBe(8);
    const [over] = uploadsAfter(uploading, { type: 'progressed', id: 'a', sentBytes: 400, bytesPerSecond: 8 }).uploads;
    expect(over?.sentBytes).toBe(100);
    const [still] = uploadsAfter({ uploads: [moving!] }, { type: 'troubled', id: 'a', error }).uploads;
    expect([still?.sentBytes, secondsLeft(still!)]).toEqual([40, undefined]);
  });
});

describe('whatever happens to many of them', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const input = fc.constantFrom(...ids).chain((id) => fc.constantFrom(...inputs(id)));
  const active = ({ uploads }: UploadsState) =>
    uploads.filter(({ stage }) => stage.name === 'uploading' || stage.name === 'checking');

  it('no more than two are on their way, each is there once, in the order of adding, and what is sent stays sent', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            input,
            fc.constantFrom(...ids).map((id) => ({ add: id })),
          ),
        ),
        (all) => {
          let state = initialUploadsState;
          const added: string[] = [];
          for (const one of all) {
            const before = state;
            if ('add' in one) {
              if (!state.uploads.some(({ id }) => id === one.add)) added.push(one.add);
              state = uploadsAfter(state, { type: 'added', upload: upload(one.add) });
            } else if (one.type !== 'begun') {
              state = uploadsAfter(state, one);
              if (one.type === 'removed' && before !== state) added.splice(added.indexOf(one.id), 1);
            }
            // As the driver does.
            for (let next = nextToBegin(state); next !== undefined; next = nextToBegin(state)) {
              state = uploadsAfter(state, { type: 'begun', id: next.id });
            }
            expect(active(state).length).toBeLessThanOrEqual(uploadsAtOnce);
            if (active(state).length < uploadsAtOnce) {
              expect(state.uploads.some(({ stage }) => stage.name === 'waiting')).toBe(false);
            }
            expect(state.uploads.map(({ id }) => id)).toEqual(added);
            for (const { id, stage } of before.uploads) {
              const after = state.uploads.find((other) => other.id === id);
              if (stage.name === 'sent' && after !== undefined) expect(after.stage.name).toBe('sent');
            }
          }
        },
      ),
    );
  });
});
