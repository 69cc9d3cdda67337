/** What one does with a deleted recording: bring it back, or erase it, which asks first. */
import { useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { useAppDispatch } from '../../state/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Question } from '../../ui/question.tsx';
import { eraseRecording, restoreRecording } from '../recordings-actions.ts';
import styles from './recordings.module.scss';

export function DeletedActs({ id, name }: { id: string; name: string }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const [asking, setAsking] = useState(false);
  return (
    <div className={styles.acts}>
      <Button icon="undo" onClick={() => void dispatch(restoreRecording(id, name))}>
        {t('recordings.restore')}
      </Button>
      <Button weight="quiet" icon="trash" onClick={() => setAsking(true)}>
        {t('recordings.forever')}
      </Button>
      {asking && (
        <Question
          title={t('recordings.foreverAsk', { name })}
          text={t('recordings.foreverText')}
          act={t('recordings.foreverAct')}
          onAct={() => {
            setAsking(false);
            void dispatch(eraseRecording(id, name));
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
