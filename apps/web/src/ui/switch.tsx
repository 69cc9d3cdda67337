/** Something that is on or off and holds at once, with a line that says what it does. */
import { useId } from 'react';
import styles from './switch.module.scss';

interface SwitchProps {
  label: string;
  hint: string;
  on: boolean;
  /** It would change nothing now. */
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

export function Switch({ label, hint, on, disabled = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        disabled={disabled}
        aria-describedby={`${id}-hint`}
        onChange={() => onChange(!on)}
      />
      <p id={`${id}-hint`}>{hint}</p>
    </div>
  );
}
