/** Who spoke and what was shared, where it was paused and where something is missing; a click goes there. */
import type { Chapter } from '@veche/contracts/rest/recordings.ts';
import { useRef } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { duration } from '../../meeting/duration.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { chapterIndexAt, chapterWords } from './chapters.ts';
import styles from './side.module.scss';
import { useFollowing } from './use-following.ts';

const icons: Readonly<Record<Chapter['kind'], IconName>> = {
  speaker: 'user',
  screen: 'screen',
  pause: 'pause',
  gap: 'warning',
};

interface ChaptersTabProps {
  chapters: readonly Chapter[];
  atMs: number;
  onSeek: (atMs: number) => void;
}

export function ChaptersTab({ chapters, atMs, onSeek }: ChaptersTabProps) {
  const t = useWords();
  const list = useRef<HTMLDivElement>(null);
  const current = chapterIndexAt(chapters, atMs);
  const { follows, resume } = useFollowing(list, current);
  return (
    <>
      <div ref={list} className={styles.scroll}>
        {chapters.length === 0 && <p className={styles.empty}>{t('player.noChapters')}</p>}
        <ol className={styles.chapters}>
          {chapters.map((chapter, index) => (
            <li key={`${chapter.kind} ${chapter.atMs} ${index}`} data-current={index === current || undefined}>
              <button
                type="button"
                className={styles[chapter.kind]}
                aria-current={index === current ? 'true' : undefined}
                onClick={() => onSeek(chapter.atMs)}
              >
                <time>{duration(chapter.atMs)}</time>
                <Icon name={icons[chapter.kind]} size={18} />
                <span dir="auto">{chapterWords(chapter, t)}</span>
              </button>
            </li>
          ))}
        </ol>
      </div>
      {!follows && current >= 0 && (
        <button type="button" className={styles.resume} onClick={resume}>
          <Icon name="arrowDown" size={16} />
          {t('player.toNow')}
        </button>
      )}
    </>
  );
}
