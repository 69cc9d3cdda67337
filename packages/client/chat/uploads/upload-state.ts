/**
 * Files on their way into the chat, one step per input, pure. An input that does not fit an upload's stage changes nothing, so that an
 * answer which comes late does no harm.
 */
import type { ChatPerson } from '@veche/contracts/chat/chat-view.ts';
import type { CallError } from '../../call-error.ts';

export type UploadStage =
  /** For its turn. */
  | { readonly name: 'waiting' }
  /** `trouble`: it does not go on right now, and is tried again by itself. */
  | { readonly name: 'uploading'; readonly trouble: CallError | undefined }
  /** All of it is there; the server looks into it. */
  | { readonly name: 'checking' }
  | { readonly name: 'paused' }
  /** Cannot be read any more: it has to be chosen once again. */
  | { readonly name: 'fileMissing' }
  | { readonly name: 'failed'; readonly error: CallError }
  /** The chat has it: from here on it is a message, sent or about to be. */
  | { readonly name: 'sent' };

export type UploadStageName = UploadStage['name'];

export interface Upload {
  /** The message's. */
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** Undefined = everybody. */
  readonly receiver: ChatPerson | undefined;
  readonly sentBytes: number;
  /** Smoothed; undefined = not known yet, or it stands still. */
  readonly bytesPerSecond: number | undefined;
  readonly stage: UploadStage;
}

export interface UploadsState {
  /** In the order of adding. */
  readonly uploads: readonly Upload[];
}

export const initialUploadsState: UploadsState = { uploads: [] };

export type UploadInput =
  | { readonly type: 'added'; readonly upload: Upload }
  | { readonly type: 'begun'; readonly id: string }
  | {
      readonly type: 'progressed';
      readonly id: string;
      readonly sentBytes: number;
      readonly bytesPerSecond: number | undefined;
    }
  | { readonly type: 'troubled'; readonly id: string; readonly error: CallError | undefined }
  | { readonly type: 'checking'; readonly id: string }
  | { readonly type: 'uploaded'; readonly id: string }
  | { readonly type: 'refused'; readonly id: string; readonly error: CallError }
  | { readonly type: 'fileLost'; readonly id: string }
  | { readonly type: 'fileChosen'; readonly id: string }
  | { readonly type: 'paused'; readonly id: string }
  | { readonly type: 'resumed'; readonly id: string }
  | { readonly type: 'triedAgain'; readonly id: string }
  /** Cancelled, or the message is told. */
  | { readonly type: 'removed'; readonly id: string };

type StepInput = Exclude<UploadInput, { readonly type: 'added' | 'removed' }>;

/** In which stages an input is heard. */
const heardIn: Readonly<Record<StepInput['type'], readonly UploadStageName[]>> = {
  begun: ['waiting'],
  progressed: ['uploading'],
  troubled: ['uploading', 'checking'],
  checking: ['uploading'],
  uploaded: ['uploading', 'checking'],
  refused: ['uploading', 'checking'],
  fileLost: ['uploading', 'checking'],
  fileChosen: ['fileMissing'],
  paused: ['waiting', 'uploading'],
  resumed: ['paused'],
  triedAgain: ['failed'],
};

export function uploadsAfter(state: UploadsState, input: UploadInput): UploadsState {
  if (input.type === 'added') {
    const isKnown = state.uploads.some(({ id }) => id === input.upload.id);
    return isKnown ? state : { uploads: [...state.uploads, input.upload] };
  }
  const upload = state.uploads.find(({ id }) => id === input.id);
  if (upload === undefined) return state;
  if (input.type === 'removed') return { uploads: state.uploads.filter((other) => other !== upload) };
  if (!heardIn[input.type].includes(upload.stage.name)) return state;
  const changed = uploadAfter(upload, input);
  return { uploads: state.uploads.map((other) => (other === upload ? changed : other)) };
}

function uploadAfter(upload: Upload, input: StepInput): Upload {
  const still = { ...upload, bytesPerSecond: undefined };
  switch (input.type) {
    case 'begun':
      return { ...still, stage: { name: 'uploading', trouble: undefined } };
    case 'progressed': {
      const sentBytes = Math.min(Math.max(input.sentBytes, 0), upload.sizeBytes);
      return {
        ...upload,
        sentBytes,
        bytesPerSecond: input.bytesPerSecond,
        stage: { name: 'uploading', trouble: undefined },
      };
    }
    case 'troubled':
      return { ...still, stage: { name: 'uploading', trouble: input.error } };
    case 'checking':
      return { ...still, sentBytes: upload.sizeBytes, stage: { name: 'checking' } };
    case 'uploaded':
      return { ...still, sentBytes: upload.sizeBytes, stage: { name: 'sent' } };
    case 'refused':
      return { ...still, stage: { name: 'failed', error: input.error } };
    case 'fileLost':
      return { ...still, stage: { name: 'fileMissing' } };
    case 'paused':
      return { ...still, stage: { name: 'paused' } };
    case 'fileChosen':
    case 'resumed':
    case 'triedAgain':
      return { ...still, stage: { name: 'waiting' } };
  }
}

/** More of them at a time would each be slower. */
export const uploadsAtOnce = 2;

const isActive = ({ stage }: Upload): boolean => stage.name === 'uploading' || stage.name === 'checking';

/** Whose turn it is, if there is room for one more. */
export function nextToBegin({ uploads }: UploadsState): Upload | undefined {
  if (uploads.filter(isActive).length >= uploadsAtOnce) return undefined;
  return uploads.find(({ stage }) => stage.name === 'waiting');
}

/** Whole seconds, rounded up; undefined = nobody can tell. */
export function secondsLeft({ sizeBytes, sentBytes, bytesPerSecond }: Upload): number | undefined {
  if (bytesPerSecond === undefined || bytesPerSecond < 1) return undefined;
  return Math.ceil((sizeBytes - sentBytes) / bytesPerSecond);
}
