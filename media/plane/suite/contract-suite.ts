/** What every data plane must do, judged from outside over real loopback sockets. Each implementation runs this same suite. */
import { directContract } from './direct-contract.ts';
import { forwardingContract } from './forwarding-contract.ts';
import { repairContract } from './repair-contract.ts';
import { reportingContract } from './reporting-contract.ts';
import { simulcastContract } from './simulcast-contract.ts';
import { socketContract } from './socket-contract.ts';
import { soundContract } from './sound-contract.ts';
import type { PlaneMaker } from './suite-world.ts';
import { tapContract } from './tap-contract.ts';

export function planeContract(make: PlaneMaker): void {
  socketContract(make);
  forwardingContract(make);
  simulcastContract(make);
  repairContract(make);
  reportingContract(make);
  tapContract(make);
  directContract(make);
  soundContract(make);
}
