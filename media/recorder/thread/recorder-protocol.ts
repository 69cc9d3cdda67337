/** What the thread that moves packets and the recorder's thread say to each other. Packets go through the ring beside it. */
import type { RecorderCommand } from '../commands.ts';

export interface RecorderThreadStart {
  readonly ring: SharedArrayBuffer;
  readonly spoolFolder: string;
}

export type ToRecorderThread =
  | { readonly type: 'commands'; readonly commands: readonly RecorderCommand[] }
  | { readonly type: 'close' };

export type FromRecorderThread =
  | { readonly type: 'closed'; readonly recordingId: string; readonly fileName: string }
  | { readonly type: 'ended'; readonly recordingId: string }
  | { readonly type: 'refused'; readonly recordingId: string; readonly code: string | undefined }
  | { readonly type: 'keyFrame'; readonly routeId: number }
  | { readonly type: 'idle' };
