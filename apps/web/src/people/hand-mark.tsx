/** On a tile: a raised hand, and which one it is in the order. */
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './hand-mark.module.scss';

export function HandMark({ place, small }: { place: number; small: boolean }) {
  const t = useWords();
  const words = t('people.hand', { place });
  return (
    <span className={`${styles.hand} ${small ? styles.small : ''}`} title={words}>
      <Icon name="hand" size={small ? 16 : 20} />
      <span aria-hidden="true">{place}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
