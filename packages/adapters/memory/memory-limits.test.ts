import { describeLimitsContract } from '@veche/ports/limits/contract-suite.ts';
import { MemoryLimits } from './memory-limits.ts';

describeLimitsContract('memory', (clock, maxKeys) => new MemoryLimits(clock, { maxKeys }));
