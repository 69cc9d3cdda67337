/** Brings chosen, dropped and pasted files on their way, to whoever is chosen at this moment. */
import { useMeeting } from '../../meeting/meeting-context.ts';
import { useAppDispatch } from '../../state/hooks.ts';
import { noticed } from '../../state/notices-slice.ts';
import { useReceiver } from '../use-receiver.ts';
import type { IncomingFiles } from './incoming-files.ts';

export function useAttach(): (incoming: IncomingFiles) => void {
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const { receiver, filesRefusal } = useReceiver();
  return ({ files, hasFolders }) => {
    if (filesRefusal !== undefined) {
      dispatch(noticed({ kind: 'trouble', text: { key: filesRefusal } }));
      return;
    }
    if (hasFolders) dispatch(noticed({ kind: 'trouble', text: { key: 'chat.files.folder' } }));
    const { uploads } = session.chats.current;
    if (uploads === undefined) {
      // In a room whose chat has not been opened yet.
      dispatch(noticed({ kind: 'trouble', text: { failure: 'connection_lost' } }));
      return;
    }
    for (const file of files) uploads.add(file, receiver);
  };
}
