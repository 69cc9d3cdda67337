/** Who may do what, from the very table that the server asks: nobody has to try it out. */
import type { MeetingPolicy, Role } from '@veche/contracts/signalling/conference-view.ts';
import { may, policyRefusal, type StandingMethod } from '@veche/contracts/signalling/permissions.ts';
import type { WordKey } from '../i18n/translate.ts';
import { useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './roles-dialog.module.scss';

const roles = ['guest', 'coHost', 'host'] as const satisfies readonly Role[];
const byPolicy = [
  ['roles.unmute', 'microphone'],
  ['roles.video', 'camera'],
  ['roles.share', 'screen'],
] as const;
const byTable: readonly (readonly [WordKey, StandingMethod])[] = [
  ['roles.hand', 'raiseHand'],
  ['roles.admit', 'admit'],
  ['roles.mute', 'mute'],
  ['roles.remove', 'remove'],
  ['roles.rules', 'setPolicy'],
  ['roles.rooms', 'openRooms'],
  ['roles.coHosts', 'setRole'],
  ['roles.handOver', 'handOverHost'],
  ['roles.sound', 'setSoundMode'],
  ['roles.end', 'endForAll'],
];

export function RolesDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const policy = useAppSelector((state) => state.call.call.conference?.policy);
  const own = useAppSelector((state) => state.call.call.standing);
  if (policy === undefined) return null;
  const row = (words: WordKey, allowed: (role: Role) => boolean) => (
    <tr key={words}>
      <th scope="row">{t(words)}</th>
      {roles.map((role) => (
        <td key={role} data-own={role === own || undefined}>
          {allowed(role) ? <Icon name="check" /> : <span aria-hidden="true">–</span>}
          <span className="visually-hidden">{t(allowed(role) ? 'roles.yes' : 'roles.no')}</span>
        </td>
      ))}
    </tr>
  );
  return (
    <Dialog title={t('people.roles')} onClose={onClose} wide>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('roles.act')}</span>
            </th>
            {roles.map((role) => (
              <th key={role} scope="col" data-own={role === own || undefined}>
                {t(`people.role.${role}`)} {role === own && <span>{t('tile.you')}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {byPolicy.map(([words, source]) => row(words, (role) => mayNow(role, policy, source)))}
          {byTable.map(([words, method]) => row(words, (role) => may(role, method)))}
        </tbody>
      </table>
      <DialogActions>
        <Button weight="primary" onClick={onClose}>
          {t('common.done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const mayNow = (role: Role, policy: MeetingPolicy, source: 'microphone' | 'camera' | 'screen'): boolean =>
  policyRefusal(role, policy, { source, paused: false, asked: false }) === undefined;
