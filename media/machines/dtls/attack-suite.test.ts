import { createDtlsServer } from './dtls-server.ts';
import { describeDtlsAttacks } from './suite/attack-suite.ts';

describeDtlsAttacks('own DTLS server', createDtlsServer);
