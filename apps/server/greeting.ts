/** The few lines a person reads after the start: which address to open, and who else can open it. */
import type { NetworkInterfaceInfo } from 'node:os';

export interface Reachable {
  /** VECHE_PUBLIC_URL, or empty. */
  readonly publicUrl: string;
  readonly tls: boolean;
  /** VECHE_HOST, or empty for every interface. */
  readonly host: string;
  readonly port: number;
  readonly interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;
}

export function greeting({ publicUrl, tls, host, port, interfaces }: Reachable): string {
  const address = (name: string): string =>
    `${tls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
  if (publicUrl !== '') return `Veche is ready: ${publicUrl}\n`;
  const everywhere = host === '' || host === '0.0.0.0' || host === '::';
  const first = `Veche is ready: ${address(everywhere ? 'localhost' : host)}\n`;
  const others = everywhere ? lanAddresses(interfaces).slice(0, 3) : [];
  if (others.length === 0) return first;
  const hint = tls ? '' : ' (browsers give cameras only to https or localhost: see README)';
  return `${first}From other devices: ${others.map(address).join(', ')}${hint}\n`;
}

/** IPv4 addresses of this machine that others can reach. */
export function lanAddresses(interfaces: Reachable['interfaces']): string[] {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .map(({ address }) => address);
}
