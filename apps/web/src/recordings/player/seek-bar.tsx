/** Where in the recording one is, and where one can go: a slider with chapters and gaps marked on it, which says what stands at a place before one goes there. */
import type { Chapter } from '@veche/contracts/rest/recordings.ts';
import { type PointerEvent, useMemo, useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { duration } from '../../meeting/duration.ts';
import { chapterWords, previewAt, seekMarks, shownAt } from './chapters.ts';
import styles from './seek-bar.module.scss';

interface SeekBarProps {
  atMs: number;
  durationMs: number;
  bufferedMs: number;
  chapters: readonly Chapter[];
  onSeek: (atMs: number) => void;
}

/** A mark is met from so many pixels away. */
const nearPx = 6;

interface Preview {
  readonly leftPx: number;
  readonly atMs: number;
  readonly nearMs: number;
}

export function SeekBar({ atMs, durationMs, bufferedMs, chapters, onSeek }: SeekBarProps) {
  const t = useWords();
  const [preview, setPreview] = useState<Preview>();
  const marks = useMemo(() => seekMarks(chapters, durationMs), [chapters, durationMs]);
  const part = (ms: number): string => `${durationMs > 0 ? Math.min(100, (ms / durationMs) * 100) : 0}%`;
  const move = ({ currentTarget, clientX }: PointerEvent<HTMLDivElement>): void => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const leftPx = Math.max(0, Math.min(width, clientX - left));
    setPreview({ leftPx, atMs: (leftPx / width) * durationMs, nearMs: (nearPx / width) * durationMs });
  };
  const shown = shownAt(chapters, atMs);
  const place = t('player.position', { at: duration(atMs), length: duration(durationMs) });
  return (
    <div className={styles.bar} onPointerMove={move} onPointerLeave={() => setPreview(undefined)}>
      <div className={styles.track}>
        <span className={styles.buffered} style={{ width: part(bufferedMs) }} />
        <span className={styles.played} style={{ width: part(atMs) }} />
        {marks.map(({ kind, at }, index) => (
          <i key={index} className={styles[kind]} data-mark={kind} style={{ left: `${at * 100}%` }} />
        ))}
      </div>
      <input
        type="range"
        min={0}
        max={Math.max(1, Math.round(durationMs))}
        step={1}
        value={Math.min(Math.round(atMs), Math.round(durationMs))}
        aria-label={t('player.seek')}
        aria-valuetext={shown === undefined ? place : `${place}, ${chapterWords(shown, t)}`}
        onChange={(event) => onSeek(Number(event.target.value))}
      />
      {preview && durationMs > 0 && <PreviewWords preview={preview} chapters={chapters} />}
    </div>
  );
}

function PreviewWords({
  preview: { leftPx, atMs, nearMs },
  chapters,
}: {
  preview: Preview;
  chapters: readonly Chapter[];
}) {
  const t = useWords();
  const chapter = previewAt(chapters, atMs, nearMs);
  return (
    <p className={styles.preview} style={{ left: leftPx }} aria-hidden="true">
      <b>{duration(atMs)}</b>
      {chapter && <span>{chapterWords(chapter, t)}</span>}
    </p>
  );
}
