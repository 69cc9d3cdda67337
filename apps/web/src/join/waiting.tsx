/** A moment of patience. `room`: on the way into the meeting, and as dark as that. */
import { Bell } from '../ui/bell.tsx';
import styles from './join.module.scss';

export const Waiting = ({ text, room = false }: { text: string; room?: boolean }) => (
  <main className={`${styles.waiting} ${room ? styles.room : ''}`} data-meeting={room || undefined}>
    <div className={styles.ringing}>
      <Bell size={64} />
    </div>
    <p role="status">{text}</p>
  </main>
);
