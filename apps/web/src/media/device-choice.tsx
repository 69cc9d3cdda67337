/** Which camera, microphone and speaker to use, and what becomes of one's voice: the same before the meeting and inside it. */
import { useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { preferencesChanged } from '../state/preferences-slice.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/field.tsx';
import styles from './device-choice.module.scss';
import { LevelMeter } from './level-meter.tsx';
import type { LocalKind, LocalMedia } from './local-media.ts';
import { playSpeakerTest } from './speaker-test.ts';
import { useDevices } from './use-devices.ts';
import { useLocalMedia } from './use-local-media.ts';
import { VoiceChoice } from './voice-choice.tsx';

interface DeviceChoiceProps {
  media: LocalMedia;
  /** Called after the choice was kept. */
  onChosen: (kind: LocalKind, deviceId: string) => void;
  /** The same for what becomes of the voice. */
  onVoiceChosen: () => void;
}

export function DeviceChoice({ media, onChosen, onVoiceChosen }: DeviceChoiceProps) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const state = useLocalMedia(media);
  const { cameraId, microphoneId, speakerId } = useAppSelector(({ preferences }) => preferences);
  const { cameras, microphones, speakers } = useDevices(`${state.camera.name} ${state.microphone.name}`);
  const [testing, setTesting] = useState(false);
  const choose = (kind: LocalKind) => (id: string) => {
    dispatch(preferencesChanged(kind === 'camera' ? { cameraId: id } : { microphoneId: id }));
    onChosen(kind, id);
  };
  const inUse = (kind: LocalKind, kept: string | null): string =>
    media.track(kind)?.getSettings().deviceId ?? kept ?? '';
  const test = async (): Promise<void> => {
    setTesting(true);
    await playSpeakerTest(speakerId).catch(() => undefined);
    setTesting(false);
  };
  return (
    <div className={styles.choice}>
      <DeviceSelect
        label={t('devices.camera')}
        none={t('devices.noCamera')}
        devices={cameras}
        value={inUse('camera', cameraId)}
        onChoose={choose('camera')}
      />
      <div className={styles.withMeter}>
        <DeviceSelect
          label={t('devices.microphone')}
          none={t('devices.noMicrophone')}
          devices={microphones}
          value={inUse('microphone', microphoneId)}
          onChoose={choose('microphone')}
        />
        <LevelMeter track={media.track('microphone')} />
        <VoiceChoice onChosen={onVoiceChosen} />
      </div>
      <div className={styles.withButton}>
        <DeviceSelect
          label={t('devices.speaker')}
          none={t('devices.defaultSpeaker')}
          devices={speakers}
          value={speakerId ?? ''}
          onChoose={(id) => dispatch(preferencesChanged({ speakerId: id }))}
        />
        <Button icon="sound" busy={testing} onClick={() => void test()}>
          {t('devices.testSpeaker')}
        </Button>
      </div>
    </div>
  );
}

interface DeviceSelectProps {
  label: string;
  none: string;
  devices: readonly MediaDeviceInfo[];
  value: string;
  onChoose: (id: string) => void;
}

function DeviceSelect({ label, none, devices, value, onChoose }: DeviceSelectProps) {
  const t = useWords();
  return (
    <Choice label={label} value={value} onChange={(event) => onChoose(event.target.value)}>
      {devices.length === 0 && <option value={value}>{none}</option>}
      {devices.length > 0 && !devices.some(({ deviceId }) => deviceId === value) && (
        <option value={value}>{t('devices.chooseOne')}</option>
      )}
      {devices.map(({ deviceId, label: name }, index) => (
        <option key={deviceId} value={deviceId}>
          {name || t('devices.unnamed', { number: index + 1 })}
        </option>
      ))}
    </Choice>
  );
}
