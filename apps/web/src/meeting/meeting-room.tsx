/** The room: what it is called above, people on the stage, controls below, and everything that is heard but not seen. */
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { BreakoutPanel } from '../breakout/breakout-panel.tsx';
import { RoomBanner } from '../breakout/room-banner.tsx';
import { RoomNotices } from '../breakout/room-notices.tsx';
import { ChatAnnouncer } from '../chat/chat-announcer.tsx';
import { ChatPanel } from '../chat/chat-panel.tsx';
import { useNoStrayDrops } from '../chat/files/drop-zone.tsx';
import { useAskBeforeLosingFiles } from '../chat/files/use-ask-before-losing-files.ts';
import { PeoplePanel } from '../people/people-panel.tsx';
import { ReactionPicker } from '../people/reaction-picker.tsx';
import { ReactionAnnouncer } from '../people/shown-reactions.tsx';
import { RecordingNotices } from '../recording/recording-notices.tsx';
import { useAppSelector } from '../state/hooks.ts';
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
  const chatOpen = useAppSelector((state) => state.chat.open);
  const peopleOpen = useAppSelector((state) => state.people.open);
  const chatRoomId = useAppSelector((state) => state.chat.roomId);
  const owner = conference?.own === true;
  useShortcuts();
  useWakeLock();
  useNoStrayDrops();
  useAskBeforeLosingFiles();
  return (
    <main className={styles.room} data-meeting>
      <TopBar owner={owner} />
      <RoomBanner />
      <Banner />
      <div className={styles.middle}>
        <Stage />
        {chatOpen && <ChatPanel />}
        {peopleOpen && <PeoplePanel />}
      </div>
      <ReactionPicker />
      <ControlBar />
      <Sounds />
      <Announcer />
      <ReactionAnnouncer />
      <ChatAnnouncer key={chatRoomId} />
      <BreakoutPanel />
      <RoomNotices />
      <RecordingNotices owner={owner} />
      <MeetingDialogs conferenceId={conferenceId} conference={conference} />
    </main>
  );
}
