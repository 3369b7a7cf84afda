import { copyOf } from '../../codecs/copy.js';
import { DURATION, SEQUENCE_CONTROL } from '../../codecs/dot11/header.js';
import { EncodeError } from '../../codecs/error.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { readMpduHeader } from '../../crypto/mpdu-header.js';
import type { Clock } from '../engine/engine.js';
import { sendTampered, type TamperWith, type WlanMessage } from '../engine/tamper.js';
import type { Air, Unsealed } from './air.js';

/** A frame before its protection, with what the radio has written into it since: neither is protected. */
function inClear(sealed: Uint8Array, { mpdu }: Unsealed): Uint8Array {
  const clear = copyOf(mpdu);
  for (const at of [DURATION, SEQUENCE_CONTROL]) clear.set(sealed.subarray(at, at + 2), at);
  return clear;
}

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
      const { unsealed } = transmission;
      const octets = unsealed === undefined ? transmission.mpdu : inClear(transmission.mpdu, unsealed);
      const sent = sendTampered<WlanMessage>(by, { octets, from }, (mpdu, i) => {
        if (i === 0 && sameOctets(mpdu, octets)) {
          air.transmit(transmission);
          return;
        }
        if (readMpduHeader(mpdu) === undefined)
          throw new EncodeError(
            `${by.path}[${i}].octets`,
            'is to be a data or management frame with its whole MAC header',
          );
        air.transmit({
          ...transmission,
          mpdu,
          done: i === 0 ? transmission.done : undefined,
          key: unsealed === undefined ? transmission.key : unsealed.key,
          unsealed: undefined,
        });
      });
      if (sent === 0) transmission.done?.(false);
    },
  };
}
