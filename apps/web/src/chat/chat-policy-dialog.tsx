/** What the host lets the others do in the chat. Each switch holds at once. */
import type { ChatHistory, ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import { useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { useAppSelector } from '../state/hooks.ts';
import buttonStyles from '../ui/button.module.scss';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './chat-policy.module.scss';

const switches = [
  ['messages', 'chat.policy.messages'],
  ['directMessages', 'chat.policy.direct'],
  ['files', 'chat.policy.files'],
] as const;
const histories = [
  ['all', 'chat.policy.historyAll'],
  ['sinceJoining', 'chat.policy.historySince'],
  ['none', 'chat.policy.historyNone'],
] as const satisfies readonly (readonly [ChatHistory, string])[];

interface ChatPolicyDialogProps {
  /** The meeting's id, where this person is its owner, who alone may have all that was said. */
  ownedId: string | undefined;
  onClose: () => void;
}

export function ChatPolicyDialog({ ownedId, onClose }: ChatPolicyDialogProps) {
  const t = useWords();
  const session = useMeeting();
  const policy = useAppSelector((state) => state.chat.chat.policy);
  if (policy === undefined) return null;
  const change = (changes: Partial<ChatPolicy>): void => void session.changeChatPolicy(changes);
  return (
    <Dialog title={t('chat.policy')} onClose={onClose}>
      <fieldset className={styles.choices}>
        <legend>{t('chat.policy.may')}</legend>
        {switches.map(([name, words]) => (
          <label key={name}>
            <input type="checkbox" checked={policy[name]} onChange={() => change({ [name]: !policy[name] })} />
            {t(words)}
          </label>
        ))}
      </fieldset>
      <fieldset className={styles.choices}>
        <legend>{t('chat.policy.history')}</legend>
        {histories.map(([history, words]) => (
          <label key={history}>
            <input
              type="radio"
              name="history"
              checked={policy.history === history}
              onChange={() => change({ history })}
            />
            {t(words)}
          </label>
        ))}
      </fieldset>
      <DialogActions>
        {ownedId !== undefined && (
          <a
            href={`/api/v1/conferences/${ownedId}/messages/export`}
            download
            className={`${buttonStyles.button} ${buttonStyles.plain}`}
          >
            <Icon name="download" />
            {t('chat.export')}
          </a>
        )}
        <Button weight="primary" onClick={onClose}>
          {t('common.done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
