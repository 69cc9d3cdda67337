/** A person without a picture: initials on a disc in the name's colour. Decorative; the name stands beside it. */
import styles from './avatar.module.scss';
import { colourOf, initialsOf } from './initials.ts';

export function Avatar({ name, size }: { name: string; size: number }) {
  return (
    <span
      className={styles.avatar}
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.38, backgroundColor: colourOf(name) }}
    >
      {initialsOf(name)}
    </span>
  );
}
