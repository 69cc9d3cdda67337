/** What the sealing thread is asked, and answers. */
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';

export interface SealRequest {
  readonly requestId: number;
  readonly path: string;
}

export type SealAnswer = { readonly requestId: number } & (
  | { readonly sealed: { readonly chunk: RecordedChunk; readonly bytes: Uint8Array } | undefined }
  | { readonly error: string; readonly code: string | undefined }
);
