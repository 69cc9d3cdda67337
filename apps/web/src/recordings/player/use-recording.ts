/**
 * A recording as the server tells of it, asked for again and again while its page is open: often while it changes, and often enough in any case that a viewer
 * from whom it was withdrawn learns it within half a minute, and that addresses never run out.
 */
import type { RecordingTimeline, RecordingView } from '@veche/contracts/rest/recordings.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type ApiFailureCode, failureCode } from '../../api/http.ts';
import { recordings } from '../../api/recordings.ts';

export type Watched =
  | { readonly name: 'loading' }
  | { readonly name: 'open'; readonly view: RecordingView; readonly timeline: RecordingTimeline }
  /** `was`: it had been open. */
  | { readonly name: 'refused'; readonly code: ApiFailureCode; readonly was: boolean };

interface UsedRecording {
  readonly watched: Watched;
  /** Looks at once: something was refused, or was done. */
  look(): void;
  /** What this page itself has changed. */
  change(changes: Partial<RecordingView>): void;
}

const askEveryMs = { recording: 5_000, paused: 5_000, rendering: 3_000, ready: 20_000 } as const;
const timelineEveryMs = 10_000;
const emptyTimeline: RecordingTimeline = { durationMs: 0, chapters: [], chat: [] };
/** Nothing that waiting would mend. */
const final: ReadonlySet<ApiFailureCode> = new Set([
  ...(['recording_not_found', 'recording_sign_in', 'recording_link_expired', 'not_signed_in'] as const),
  ...(['not_found', 'invalid_request'] as const),
]);

export function useRecording(id: string, key: string | undefined): UsedRecording {
  const [watched, setWatched] = useState<Watched>({ name: 'loading' });
  const now = useRef(watched);
  now.current = watched;
  const lookNow = useRef<() => void>(() => undefined);

  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;
    let askedMeanwhile = false;
    let timelineOf = '';
    let timelineAtMs = 0;
    let timeline = emptyTimeline;
    const set = (next: Watched): void => {
      now.current = next;
      setWatched(next);
    };
    const ask = async (): Promise<void> => {
      const view = await recordings.find(id, key);
      const mark = `${view.state} ${view.durationMs} ${view.chunks}`;
      const due = Date.now() - timelineAtMs > timelineEveryMs || !timelineOf.startsWith(view.state);
      // The picture does not wait for what stands beside it.
      if (!stopped) set({ name: 'open', view, timeline });
      if (mark !== timelineOf && due) {
        timeline = await recordings.timeline(id, key).catch(() => timeline);
        timelineOf = mark;
        timelineAtMs = Date.now();
        if (!stopped) set({ name: 'open', view, timeline });
      }
    };
    const look = async (): Promise<void> => {
      askedMeanwhile = asking;
      if (asking || stopped) return;
      asking = true;
      clearTimeout(timer);
      try {
        await ask();
      } catch (error) {
        const code = failureCode(error);
        const was = now.current.name === 'open';
        if (!stopped && (final.has(code) || !was)) set({ name: 'refused', code, was });
      }
      asking = false;
      const { current } = now;
      if (stopped || (current.name === 'refused' && final.has(current.code))) return;
      const everyMs = current.name === 'open' ? askEveryMs[current.view.state] : askEveryMs.recording;
      timer = setTimeout(look, askedMeanwhile ? 0 : everyMs);
    };
    lookNow.current = () => void look();
    void look();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [id, key]);

  const look = useCallback(() => lookNow.current(), []);
  const change = useCallback((changes: Partial<RecordingView>) => {
    setWatched((before) => (before.name === 'open' ? { ...before, view: { ...before.view, ...changes } } : before));
  }, []);
  return { watched, look, change };
}
