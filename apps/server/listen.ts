/** Opens the HTTP port: on the address that was asked for, else on every interface, IPv4 alone where the machine has no IPv6. */
import type { AddressInfo } from 'node:net';
import type { Http } from './http/build-http.ts';

/** A start that cannot succeed until a person changes something; the message is a sentence for them. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** Returns the port that was opened. Throws StartRefused in words when it is taken or not allowed. */
export async function listen(http: Http, host: string, port: number): Promise<number> {
  try {
    await listenOn(http, host === '' ? '::' : host, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (host === '' && (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL')) await listenOn(http, '0.0.0.0', port);
    else throw inWords(error, host, port);
  }
  return (http.server.address() as AddressInfo).port;
}

async function listenOn(http: Http, host: string, port: number): Promise<void> {
  await http.listen({ host, port, ipv6Only: false });
}

function inWords(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartRefused(
        `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`,
      );
    case 'EACCES':
      return new StartRefused(`This user may not open port ${port}. Choose one above 1023: PORT=8080 npm start`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartRefused(`This machine has no address ${host}. Correct VECHE_HOST, or leave it empty.`);
    default:
      return error;
  }
}
