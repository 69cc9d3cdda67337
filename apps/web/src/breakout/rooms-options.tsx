/** What people may do by themselves while the rooms are open. Each switch holds at once. */
import type { BreakoutView } from '@veche/contracts/signalling/breakout-view.ts';
import { useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { Switch } from '../ui/switch.tsx';
import { useActs } from './use-room-acts.ts';

export function RoomsOptions({ breakout: { byChoice, mayReturn } }: { breakout: BreakoutView }) {
  const t = useWords();
  const acts = useActs();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="settings" onClick={() => setOpen(true)}>
        {t('rooms.options')}
      </Button>
      {open && (
        <Dialog title={t('rooms.options')} onClose={() => setOpen(false)}>
          <Switch
            label={t('rooms.byChoice')}
            hint={t('rooms.byChoiceHint')}
            on={byChoice}
            onChange={(on) => void acts.setOptions({ byChoice: on })}
          />
          <Switch
            label={t('rooms.mayReturn')}
            hint={t('rooms.mayReturnHint')}
            on={mayReturn}
            onChange={(on) => void acts.setOptions({ mayReturn: on })}
          />
          <DialogActions>
            <Button weight="primary" onClick={() => setOpen(false)}>
              {t('common.done')}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}
