/** The way out, at once; a host is asked first who shall lead the meeting. */
import { useWords } from '../i18n/use-words.ts';
import { dialogOpened } from '../state/call-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { ControlButton } from './control-button.tsx';
import { useMeeting } from './meeting-context.ts';

export function LeaveButton() {
  const t = useWords();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  // Whoever is alone leaves nobody behind.
  const asks = useAppSelector(({ call: { call } }) => {
    if (call.standing !== 'host') return false;
    const inside = Math.max(call.participants.length, call.host?.roster.length ?? 0);
    return inside > 1 || (call.host?.waiting.length ?? 0) > 0;
  });
  return (
    <ControlButton
      icon="leave"
      label={t('control.leave')}
      tone="danger"
      onPress={() => void (asks ? dispatch(dialogOpened('leave')) : session.leave())}
    />
  );
}
