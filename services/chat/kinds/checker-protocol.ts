/** What the program and the thread that checks files say to each other. */
import type { ErrorCode } from '@veche/contracts/errors.ts';
import type { FileKind } from './check-content.ts';

export type ToChecker =
  | {
      readonly type: 'check';
      readonly checkId: number;
      readonly name: string;
      readonly sizeBytes: number;
      readonly allowExecutables: boolean;
    }
  /** `undefined` = it could not be read. */
  | { readonly type: 'bytes'; readonly readId: number; readonly bytes: Uint8Array | undefined };

export type FromChecker =
  | {
      readonly type: 'read';
      readonly checkId: number;
      readonly readId: number;
      readonly firstByte: number;
      readonly length: number;
    }
  | { readonly type: 'fine'; readonly checkId: number; readonly kind: FileKind }
  | { readonly type: 'refused'; readonly checkId: number; readonly code: ErrorCode }
  /** A bug, or the file could not be read. */
  | { readonly type: 'failed'; readonly checkId: number; readonly words: string };
