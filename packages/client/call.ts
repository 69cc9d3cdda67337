/** One participant's call, without any screen: join, publish, watch, leave. */
import type { IceServer } from '@veche/contracts/rest/conferences.ts';
import type { Source } from '@veche/contracts/signalling/conference-view.ts';
import type { CallEnvironment } from './call-environment.ts';
import { type CallState, initialCallState } from './call-state.ts';
import type { CallStats } from './call-stats.ts';

export interface CallOptions {
  readonly mediaUrl: string;
  readonly participantToken: string;
  readonly iceServers: readonly IceServer[];
  readonly environment: CallEnvironment;
}

/** One video picture on the screen, in device pixels. */
export interface Tile {
  readonly participantId: string;
  readonly source: Source;
  readonly widthPx: number;
  readonly heightPx: number;
}

export class Call {
  #state: CallState = initialCallState;

  constructor(_options: CallOptions) {}

  get state(): CallState {
    return this.#state;
  }
  /** `listener` runs after each change of `state`; answers how to stop. */
  subscribe(_listener: () => void): () => void {
    throw new Error('Not built yet');
  }
  /** Resolves when the place is taken; rejects with a CallFailure (state: ended, failed). Publish may be called before. */
  join(): Promise<void> {
    throw new Error('Not built yet');
  }
  leave(): Promise<void> {
    throw new Error('Not built yet');
  }
  endForAll(): Promise<void> {
    throw new Error('Not built yet');
  }
  rename(_name: string): Promise<void> {
    throw new Error('Not built yet');
  }
  publish(_source: Source, _track: MediaStreamTrack): Promise<void> {
    throw new Error('Not built yet');
  }
  unpublish(_source: Source): Promise<void> {
    throw new Error('Not built yet');
  }
  setPaused(_source: Source, _paused: boolean): Promise<void> {
    throw new Error('Not built yet');
  }
  replaceTrack(_source: Source, _track: MediaStreamTrack): Promise<void> {
    throw new Error('Not built yet');
  }
  /** Another's received stream, or one's own published track. */
  track(_participantId: string, _source: Source): MediaStreamTrack | undefined {
    throw new Error('Not built yet');
  }
  setTiles(_tiles: readonly Tile[]): void {
    throw new Error('Not built yet');
  }
  stats(): Promise<CallStats> {
    throw new Error('Not built yet');
  }
  /** Drops everything at once; the server holds the place for a while. */
  close(): void {
    throw new Error('Not built yet');
  }
}
