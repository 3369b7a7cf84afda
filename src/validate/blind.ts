import { type At, isBefore } from './at.js';
import type { ValidationEvent } from './event.js';
import { mayHoldLwa } from './uu/message.js';

/** Whether the capture lacks packets of a link between two places, or holds some there that cannot be read, or not up to LWA. */
export function isBlind(events: Iterable<ValidationEvent>, where: 'uu' | 'xw', from: At, to: At): boolean {
  for (const event of events)
    if (event.kind === 'gap') {
      if (event.where === where && !isBefore(to, event.from) && !isBefore(event, from)) return true;
    } else if (
      event.kind === 'rrc' &&
      where === 'uu' &&
      (event.message === undefined || mayHoldLwa(event.message))
    )
      if (!isBefore(event, from) && !isBefore(to, event)) return true;
  return false;
}
