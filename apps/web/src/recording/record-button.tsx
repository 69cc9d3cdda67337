/** "Record", for hosts while nothing is recorded; then pause and stop stand at the badge above, so nobody presses the wrong one of two in one place. */
import { may } from '@veche/contracts/signalling/permissions.ts';
import { useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { ControlButton } from '../meeting/control-button.tsx';
import { useAppSelector } from '../state/hooks.ts';
import type { RootState } from '../state/store.ts';
import { useMediaQuery } from '../ui/use-media-query.ts';
import styles from './recording.module.scss';
import { badgePlace, recordPlace, useHandsFocusOver } from './use-hands-focus-over.ts';
import { useRecord } from './use-record.ts';

/** Whether this person may begin a recording now. */
export const mayRecord = ({ call: { call } }: RootState): boolean => may(call.standing, 'record') && !call.recording;

/** Whether the bar has room for it; else it stands in the menu. */
export const useRecordInBar = (): boolean => useMediaQuery('(min-width: 760px)');

export function RecordButton() {
  return useAppSelector(mayRecord) ? <Record /> : null;
}

function Record() {
  const t = useWords();
  const { act } = useRecord();
  const place = useRef<HTMLDivElement>(null);
  useHandsFocusOver(place, badgePlace);
  return (
    <div ref={place} className={styles.start} {...{ [recordPlace]: '' }}>
      <ControlButton icon="record" label={t('record.start')} onPress={() => act('start')} />
    </div>
  );
}
