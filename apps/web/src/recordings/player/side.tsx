/** Beside the picture: what was written, at its time, and the chapters. */
import type { RecordingTimeline } from '@veche/contracts/rest/recordings.ts';
import { type KeyboardEvent, useId, useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { ChaptersTab } from './chapters-tab.tsx';
import { ChatTab } from './chat-tab.tsx';
import styles from './side.module.scss';

const tabs = ['chat', 'chapters'] as const;

interface SideProps {
  timeline: RecordingTimeline;
  atMs: number;
  goesOn: boolean;
  onSeek: (atMs: number) => void;
}

export function Side({ timeline, atMs, goesOn, onSeek }: SideProps) {
  const t = useWords();
  const id = useId();
  const [tab, setTab] = useState<(typeof tabs)[number]>('chat');
  const turn = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const next = tab === 'chat' ? 'chapters' : 'chat';
    setTab(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <section className={styles.side} aria-label={t('player.side')}>
      <div role="tablist" aria-label={t('player.side')} className={styles.tabs} onKeyDown={turn}>
        {tabs.map((name) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            aria-selected={tab === name}
            aria-controls={`${id}-panel`}
            tabIndex={tab === name ? 0 : -1}
            onClick={() => setTab(name)}
          >
            {t(`player.${name}`)}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tab}`} className={styles.panel}>
        {tab === 'chat' ? (
          <ChatTab chat={timeline.chat} atMs={atMs} goesOn={goesOn} onSeek={onSeek} />
        ) : (
          <ChaptersTab chapters={timeline.chapters} atMs={atMs} onSeek={onSeek} />
        )}
      </div>
    </section>
  );
}
