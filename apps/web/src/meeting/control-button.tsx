/** A button of the control bar: picture, word beneath, short cut in the tooltip. */
import type { MouseEvent } from 'react';
import { Icon, type IconName } from '../ui/icon.tsx';
import styles from './controls.module.scss';

interface ControlButtonProps {
  icon: IconName;
  label: string;
  shortcut?: string;
  tone?: 'plain' | 'off' | 'active' | 'danger';
  className?: string | undefined;
  onPress: () => void;
}

export function ControlButton({ icon, label, shortcut, tone = 'plain', className = '', onPress }: ControlButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    // After a click the space bar shall talk, not press this button again; by keyboard the focus stays.
    if (event.detail > 0) event.currentTarget.blur();
    onPress();
  };
  return (
    <button
      type="button"
      className={`${styles.control} ${styles[tone]} ${className}`}
      aria-keyshortcuts={shortcut}
      title={shortcut === undefined ? undefined : `${label} (${shortcut})`}
      onClick={press}
    >
      <Icon name={icon} size={24} />
      <span>{label}</span>
    </button>
  );
}
