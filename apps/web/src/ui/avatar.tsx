/** A person without a picture: initials on a disc in the name's colour. Decorative; the name stands beside it. */
import styles from './avatar.module.scss';
import { colourOf, initialsOf } from './initials.ts';

/** `size`: a number of pixels, or any length of CSS. */
export function Avatar({ name, size }: { name: string; size: number | string }) {
  const length = typeof size === 'number' ? `${size}px` : size;
  return (
    <span
      className={styles.avatar}
      aria-hidden="true"
      style={{ width: length, height: length, fontSize: `calc(${length} * 0.38)`, backgroundColor: colourOf(name) }}
    >
      {initialsOf(name)}
    </span>
  );
}
