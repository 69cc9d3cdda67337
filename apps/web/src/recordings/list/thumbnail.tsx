/** A small picture of a recording, its length on it; a plain surface where there is none yet, or its address has run out. */
import { useState } from 'react';
import { duration } from '../../meeting/duration.ts';
import { Bell } from '../../ui/bell.tsx';
import styles from './thumbnail.module.scss';

export function Thumbnail({ src, lengthMs, live }: { src: string | null; lengthMs: number; live: boolean }) {
  // Its address is another one after each look at the server; the picture that is here stays, and another address is tried where that one fails.
  const [kept, setKept] = useState(src);
  const [lost, setLost] = useState<string>();
  if (kept === null && src !== null) setKept(src);
  const failed = (): void => {
    if (src === kept) setLost(kept ?? undefined);
    else setKept(src);
  };
  return (
    <span className={styles.thumbnail}>
      {kept === null || kept === lost ? (
        <Bell size={40} />
      ) : (
        <img src={kept} alt="" loading="lazy" decoding="async" onError={failed} />
      )}
      <span className={`${styles.length} ${live ? styles.live : ''}`}>{duration(lengthMs)}</span>
    </span>
  );
}
