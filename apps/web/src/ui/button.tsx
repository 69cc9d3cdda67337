/** Buttons of the pages outside the meeting, in four weights. */
import type { ComponentProps } from 'react';
import styles from './button.module.scss';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps extends ComponentProps<'button'> {
  weight?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: IconName;
  /** Shows only the icon; `children` is its name. */
  iconOnly?: boolean;
  /** The act is under way: not to be pressed again. */
  busy?: boolean;
}

export function Button({ weight = 'plain', icon, iconOnly = false, busy = false, children, ...rest }: ButtonProps) {
  const className = [styles.button, styles[weight], iconOnly ? styles.iconOnly : '', rest.className ?? ''].join(' ');
  return (
    <button
      type="button"
      {...rest}
      {...(iconOnly && typeof children === 'string' ? { title: children } : {})}
      className={className}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      {busy ? <span className={styles.spinner} aria-hidden="true" /> : icon && <Icon name={icon} />}
      {iconOnly ? <span className="visually-hidden">{children}</span> : children}
    </button>
  );
}
