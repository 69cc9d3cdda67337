/** A button of the control bar: picture, word beneath, short cut in the tooltip. */
import type { MouseEvent } from 'react';
import { Icon, type IconName } from '../ui/icon.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import styles from './controls.module.scss';

interface ControlButtonProps {
  icon: IconName;
  label: string;
  /** What stands beneath where there is little room; the button's name stays `label`. */
  short?: string;
  /** What stands beneath at any width, where the name is long. */
  text?: string;
  shortcut?: string;
  tone?: 'plain' | 'off' | 'active' | 'danger';
  className?: string | undefined;
  /** Pressing it would change nothing now. */
  disabled?: boolean;
  /** Why it cannot be had now; pressing it says so too. */
  reason?: string | undefined;
  /** Of what is on or off under one name. */
  expanded?: boolean;
  onPress: () => void;
}

export function ControlButton(props: ControlButtonProps) {
  const { icon, label, short = label, shortcut, tone = 'plain', className = '', disabled = false, onPress } = props;
  const { reason, expanded, text } = props;
  const narrow = useMediaQuery('(max-width: 480px)');
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    // After a click the space bar shall talk, not press this button again; by keyboard the focus stays.
    if (event.detail > 0) event.currentTarget.blur();
    if (!disabled) onPress();
  };
  const named = text === undefined ? undefined : label;
  const tip = shortcut === undefined ? named : `${label} (${shortcut})`;
  return (
    <button
      type="button"
      className={`${styles.control} ${styles[tone]} ${className}`}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      aria-disabled={disabled || reason !== undefined || undefined}
      aria-description={reason}
      aria-expanded={expanded}
      title={reason ?? tip}
      onClick={press}
    >
      <Icon name={icon} size={24} />
      <span>{text ?? (narrow ? short : label)}</span>
    </button>
  );
}
