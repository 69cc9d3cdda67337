/** The steps of hearing oneself as others do, pure: connect, speak, listen, and perhaps once more. What does not fit a step changes nothing. */
import type { FailureCode } from '../i18n/error-words.ts';
import type { LocalTrouble } from '../media/local-media.ts';

export type SoundCheckFailure =
  | { readonly name: 'microphone'; readonly trouble: LocalTrouble }
  | { readonly name: 'server'; readonly code: FailureCode }
  /** noSound: nothing came back; silent: what came back is silence; unreadable: the server cannot decode it; browser: it cannot record. */
  | { readonly name: 'noSound' | 'silent' | 'unreadable' | 'browser' };

export type SoundCheckState =
  | { readonly name: 'opening' }
  | { readonly name: 'speaking'; readonly atMs: number; readonly lengthMs: number }
  | { readonly name: 'playing'; readonly atMs: number; readonly lengthMs: number }
  | { readonly name: 'played' }
  | { readonly name: 'failed'; readonly failure: SoundCheckFailure };

export type SoundCheckInput =
  | { readonly type: 'begun' }
  | { readonly type: 'connected' | 'recorded'; readonly lengthMs: number }
  /** Since speaking or playing began. */
  | { readonly type: 'at'; readonly atMs: number }
  | { readonly type: 'played' }
  | { readonly type: 'failed'; readonly failure: SoundCheckFailure };

export function soundCheckAfter(state: SoundCheckState, input: SoundCheckInput): SoundCheckState {
  switch (input.type) {
    case 'begun':
      return state.name === 'played' || state.name === 'failed' ? { name: 'opening' } : state;
    case 'connected':
      return state.name === 'opening' ? { name: 'speaking', atMs: 0, lengthMs: input.lengthMs } : state;
    case 'recorded':
      return state.name === 'speaking' ? { name: 'playing', atMs: 0, lengthMs: input.lengthMs } : state;
    case 'at':
      return state.name === 'speaking' || state.name === 'playing'
        ? { ...state, atMs: Math.min(input.atMs, state.lengthMs) }
        : state;
    case 'played':
      return state.name === 'playing' ? { name: 'played' } : state;
    case 'failed':
      return state.name === 'played' ? state : { name: 'failed', failure: input.failure };
  }
}
