/** The one dialog that is open inside the meeting, if any. */

import { CallFailure } from '@veche/client/call-error.ts';
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { useState } from 'react';
import { ChatPolicyDialog } from '../chat/chat-policy-dialog.tsx';
import { errorWords } from '../i18n/error-words.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { passwordInHash } from '../join/meeting-link.ts';
import { DeviceChoice } from '../media/device-choice.tsx';
import { SoundModeChoice } from '../media/sound-mode-choice.tsx';
import { invitationText } from '../meetings/invitation.ts';
import { useCopy } from '../meetings/use-copy.ts';
import { RolesDialog } from '../people/roles-dialog.tsx';
import { dialogOpened } from '../state/call-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Question } from '../ui/question.tsx';
import styles from './dialogs.module.scss';
import { LeaveDialog } from './leave-dialog.tsx';
import { useMeeting } from './meeting-context.ts';

interface MeetingDialogsProps {
  conferenceId: string;
  conference: Conference | undefined;
}

export function MeetingDialogs({ conferenceId, conference }: MeetingDialogsProps) {
  const dispatch = useAppDispatch();
  const dialog = useAppSelector((state) => state.call.dialog);
  const close = (): void => void dispatch(dialogOpened(null));
  switch (dialog) {
    case 'settings':
      return <Settings onClose={close} />;
    case 'help':
      return <Help onClose={close} />;
    case 'rename':
      return <Rename onClose={close} />;
    case 'endForAll':
      return <EndForAll onClose={close} />;
    case 'leave':
      return <LeaveDialog onClose={close} />;
    case 'roles':
      return <RolesDialog onClose={close} />;
    case 'chatPolicy':
      return (
        <ChatPolicyDialog ownedId={conference?.joinLink === undefined ? undefined : conferenceId} onClose={close} />
      );
    case 'invite':
      return <Invite conferenceId={conferenceId} conference={conference} onClose={close} />;
    case null:
      return null;
  }
}

interface Closable {
  onClose: () => void;
}

function Settings({ onClose }: Closable) {
  const t = useWords();
  const session = useMeeting();
  const { soundMode, participants } = useAppSelector((state) => state.call.call);
  const host = participants.some(({ isSelf, role }) => isSelf && role === 'host');
  return (
    <Dialog title={t('control.settings')} onClose={onClose} wide>
      <DeviceChoice
        media={session.media}
        onChosen={(kind, id) => void session.switchDevice(kind, id)}
        onVoiceChosen={() => void session.treatVoice()}
      />
      {host && <SoundModeChoice mode={soundMode} onChoose={(mode) => void session.setSoundMode(mode)} />}
      <DialogActions>
        <Button weight="primary" onClick={onClose}>
          {t('common.done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const keys = [
  ['M', 'help.microphone'],
  ['V', 'help.camera'],
  ['S', 'help.screen'],
  ['G', 'help.view'],
  ['C', 'help.chat'],
  ['P', 'help.people'],
  ['H', 'help.hand'],
  ['Space', 'help.talk'],
  ['?', 'help.help'],
] as const;

function Help({ onClose }: Closable) {
  const t = useWords();
  return (
    <Dialog title={t('control.help')} onClose={onClose}>
      <dl className={styles.keys}>
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key === 'Space' ? t('help.space') : key}</kbd>
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

function Rename({ onClose }: Closable) {
  const t = useWords();
  const language = useLanguage();
  const session = useMeeting();
  const current = useAppSelector(({ call: { call } }) => call.participants.find(({ isSelf }) => isSelf)?.name ?? '');
  const [name, setName] = useState(current);
  const [error, setError] = useState<string>();
  const save = async (): Promise<void> => {
    try {
      if (name.trim() !== current) await session.rename(name.trim());
      onClose();
    } catch (failure) {
      setError(errorWords(failure instanceof CallFailure ? failure.code : 'internal', language));
    }
  };
  return (
    <Dialog title={t('control.rename')} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field
          label={t('prejoin.name')}
          autoComplete="name"
          maxLength={50}
          value={name}
          error={error}
          onChange={(event) => setName(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button weight="primary" type="submit">
            {t('common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function EndForAll({ onClose }: Closable) {
  const t = useWords();
  const session = useMeeting();
  return (
    <Question
      title={t('end.ask')}
      text={t('end.text')}
      act={t('control.endForAll')}
      onAct={() => void session.endForAll().then(onClose)}
      onClose={onClose}
    />
  );
}

function Invite({ conferenceId, conference, onClose }: Closable & MeetingDialogsProps) {
  const t = useWords();
  const language = useLanguage();
  const copy = useCopy();
  const name = useAppSelector((state) => state.call.call.conference?.name ?? '');
  const password = conference?.joinPassword ?? passwordInHash(window.location.hash) ?? null;
  const bare = `${window.location.origin}/j/${conferenceId}`;
  const link = conference?.joinLink ?? (password === null ? bare : `${bare}#${new URLSearchParams({ p: password })}`);
  const text = invitationText({ id: conferenceId, name, link, password }, language);
  return (
    <Dialog title={t('invite.title')} onClose={onClose} wide>
      <p className={styles.invitation}>{text}</p>
      <DialogActions>
        <Button icon="link" onClick={() => void copy(link, 'notice.linkCopied')}>
          {t('invite.copyLink')}
        </Button>
        <Button weight="primary" icon="copy" onClick={() => void copy(text, 'notice.invitationCopied')}>
          {t('invite.copy')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
