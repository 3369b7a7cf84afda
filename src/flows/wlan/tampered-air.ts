import { EncodeError } from '../../codecs/error.js';
import type { Clock } from '../engine/engine.js';
import { sendTampered, type TamperWith, type WlanMessage } from '../engine/tamper.js';
import type { Air } from './air.js';

/** Octets of the header that each frame but those of control has (IEEE 802.11-2020, 9.3.2.1 and 9.3.3.1). */
const SHORTEST_HEADER = 24;

/**
 * The air as radios of one side find it where `tamperWith` sees what they send, before it is protected and waits for its turn. A
 * frame that is dropped was never on the air, and is as one without Ack to its sender.
 */
export function tamperedAir(
  air: Air,
  {
    clock,
    from,
    tamperWith,
  }: {
    readonly clock: Clock;
    readonly from: WlanMessage['from'];
    readonly tamperWith: TamperWith<WlanMessage>;
  },
): Air {
  const by = { clock, path: 'tamper.wlan', tamperWith };
  return {
    attach: listener => air.attach(listener),
    drop: (sender, receiver) => air.drop(sender, receiver),
    transmit(transmission) {
      const sent = sendTampered<WlanMessage>(by, { octets: transmission.mpdu, from }, (mpdu, i) => {
        if (mpdu.length < SHORTEST_HEADER)
          throw new EncodeError(
            `${by.path}[${i}].octets`,
            `is to be an MPDU of ${SHORTEST_HEADER} octets at least, not ${mpdu.length}`,
          );
        air.transmit({ ...transmission, mpdu, done: i === 0 ? transmission.done : undefined });
      });
      if (sent === 0) transmission.done?.(false);
    },
  };
}
