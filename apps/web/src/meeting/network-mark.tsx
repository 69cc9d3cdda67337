/** Three bars: how a person's connection is doing. A good one needs no mark. */
import type { NetworkGrade } from '@veche/contracts/signalling/conference-view.ts';
import { useWords } from '../i18n/use-words.ts';
import styles from './tile.module.scss';

export function NetworkMark({ grade }: { grade: NetworkGrade }) {
  const t = useWords();
  if (grade === null || grade >= 3) return null;
  const words = t(grade === 0 ? 'network.none' : grade === 1 ? 'network.bad' : 'network.fair');
  return (
    <svg className={styles.network} width="16" height="14" viewBox="0 0 16 14" role="img" aria-label={words}>
      {[1, 2, 3].map((bar) => (
        <rect
          key={bar}
          x={(bar - 1) * 6}
          y={12 - bar * 4}
          width="4"
          height={bar * 4 + 2}
          rx="1"
          opacity={bar <= grade ? 1 : 0.35}
          fill="currentColor"
        />
      ))}
    </svg>
  );
}
