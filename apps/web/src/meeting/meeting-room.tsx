/** The room: what it is called above, people on the stage, controls below, and everything that is heard but not seen. */
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { Announcer } from './announcer.tsx';
import { Banner } from './banner.tsx';
import { ControlBar } from './control-bar.tsx';
import { MeetingDialogs } from './meeting-dialogs.tsx';
import styles from './room.module.scss';
import { Sounds } from './sounds.tsx';
import { Stage } from './stage.tsx';
import { TopBar } from './top-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { useWakeLock } from './use-wake-lock.ts';

interface MeetingRoomProps {
  conferenceId: string;
  conference: Conference | undefined;
}

export function MeetingRoom({ conferenceId, conference }: MeetingRoomProps) {
  useShortcuts();
  useWakeLock();
  return (
    <main className={styles.room} data-meeting>
      <TopBar />
      <Banner />
      <Stage />
      <ControlBar />
      <Sounds />
      <Announcer />
      <MeetingDialogs conferenceId={conferenceId} conference={conference} />
    </main>
  );
}
