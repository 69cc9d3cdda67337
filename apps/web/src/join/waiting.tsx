/** A moment of patience. */
import { Bell } from '../ui/bell.tsx';
import styles from './join.module.scss';

export const Waiting = ({ text }: { text: string }) => (
  <main className={styles.waiting}>
    <div className={styles.ringing}>
      <Bell size={64} />
    </div>
    <p role="status">{text}</p>
  </main>
);
