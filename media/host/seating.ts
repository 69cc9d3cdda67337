/**
 * Whose socket is whose in one conference. A client on a network that comes and goes opens socket after socket and numbers its joins, so that
 * one that arrives late never takes the place from a newer one.
 */
import type { ClientInstance } from '@veche/contracts/signalling/methods.ts';
import type { NotificationParams } from '@veche/contracts/signalling/notifications.ts';
import type { Line } from '@veche/rpc/rpc-socket.ts';

export type SignallingLine = Line<NotificationParams<'ended'>['reason']>;

interface Chair {
  /** undefined = held for somebody who was cut off. */
  line: SignallingLine | undefined;
  /** The newest join's. */
  readonly instance: ClientInstance | undefined;
}

export class Seating {
  readonly #chairs = new Map<string, Chair>();

  /** Whether a newer join of the same client was there before. */
  isLate(participantId: string, instance: ClientInstance | undefined): boolean {
    const newest = this.#chairs.get(participantId)?.instance;
    if (newest === undefined || instance === undefined) return false;
    return instance.id === newest.id && instance.attempt < newest.attempt;
  }

  /** Answers how to send the former socket away, where there is one. */
  sit(participantId: string, line: SignallingLine, instance: ClientInstance | undefined): (() => void) | undefined {
    const before = this.#chairs.get(participantId);
    this.#chairs.set(participantId, { line, instance });
    const former = before?.line;
    if (former === undefined) return undefined;
    const isSameClient = instance !== undefined && instance.id === before?.instance?.id;
    return isSameClient ? () => former.giveWay() : () => former.end('joinedElsewhere');
  }

  /** Whether `line` was still the participant's own. */
  stand(participantId: string, line: SignallingLine): boolean {
    const chair = this.#chairs.get(participantId);
    if (chair?.line !== line) return false;
    chair.line = undefined;
    return true;
  }

  /** The participant has no place any more; answers the socket that they still had. */
  remove(participantId: string): SignallingLine | undefined {
    const line = this.line(participantId);
    this.#chairs.delete(participantId);
    return line;
  }

  line(participantId: string): SignallingLine | undefined {
    return this.#chairs.get(participantId)?.line;
  }

  /** Of everybody who is connected. A copy: sending may close one. */
  lines(): SignallingLine[] {
    const lines: SignallingLine[] = [];
    for (const { line } of this.#chairs.values()) {
      if (line !== undefined) lines.push(line);
    }
    return lines;
  }

  clear(): void {
    this.#chairs.clear();
  }
}
