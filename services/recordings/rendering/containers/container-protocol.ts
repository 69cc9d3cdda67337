/** What the service and its container thread say to each other. */
import type { ChunkContainer } from '@veche/contracts/recording/recorded-chunk.ts';
import type { WebmPiece } from './remux-webm.ts';

export type ContainerOrder =
  | { readonly type: 'sound'; readonly bytes: Uint8Array; readonly container: ChunkContainer }
  | { readonly type: 'remux'; readonly pieces: readonly WebmPiece[]; readonly outPath: string };

export type ContainerAnswer =
  | { readonly type: 'sound'; readonly packets: readonly Uint8Array[] | undefined }
  | { readonly type: 'remuxed'; readonly pieces: number }
  | { readonly type: 'failed'; readonly reason: string };
