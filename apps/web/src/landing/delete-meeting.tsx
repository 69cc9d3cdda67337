/** The button that deletes a planned meeting. "Undo" is enough for one that is empty; for one with people in it this asks first. */
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { useState } from 'react';
import { meetings } from '../api/meetings.ts';
import { useWords } from '../i18n/use-words.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { deleteMeeting } from '../state/meeting-actions.ts';
import { Button } from '../ui/button.tsx';
import { Question } from '../ui/question.tsx';

export function DeleteMeeting({ meeting: { id, name, live } }: { meeting: Conference }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [looking, setLooking] = useState(false);
  const [asking, setAsking] = useState(false);
  const remove = (): void => void dispatch(deleteMeeting(id, name));
  const press = async (): Promise<void> => {
    setLooking(true);
    // People may have come since the list was read.
    const now = await meetings.find(id).then(
      (found) => found.live,
      () => live,
    );
    setLooking(false);
    if (now) setAsking(true);
    else remove();
  };
  return (
    <>
      <Button weight="quiet" icon="trash" iconOnly busy={looking} onClick={() => void press()}>
        {t('common.delete')}
      </Button>
      {asking && (
        <Question
          title={t('planned.deleteLive', { name })}
          text={t('planned.deleteLiveText')}
          act={t('common.delete')}
          onAct={() => {
            setAsking(false);
            remove();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
