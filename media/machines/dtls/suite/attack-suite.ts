/**
 * What every DTLS engine must withstand before it may stand behind our interface: forged proofs, bad links, hostile framing, downgrade. Written against
 * `DtlsEngine` alone, so that another engine is judged by handing in what makes it.
 */
import type { CreateDtlsServer } from './fixtures.ts';
import { describeForgedProofs } from './forged-proofs.ts';
import { describeHonestClients } from './honest-clients.ts';
import { describeHostileLinks } from './hostile-links.ts';

export function describeDtlsAttacks(name: string, create: CreateDtlsServer): void {
  describeHonestClients(name, create);
  describeForgedProofs(name, create);
  describeHostileLinks(name, create);
}
