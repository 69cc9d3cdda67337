/** Asks before something that cannot easily be taken back. */
import { useWords } from '../i18n/use-words.ts';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';

interface QuestionProps {
  title: string;
  text: string;
  /** What the button that does it says. */
  act: string;
  /** Nothing is lost by it. */
  harmless?: boolean;
  onAct: () => void;
  onClose: () => void;
}

export function Question({ title, text, act, harmless = false, onAct, onClose }: QuestionProps) {
  const t = useWords();
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button weight={harmless ? 'primary' : 'danger'} onClick={onAct}>
          {act}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
