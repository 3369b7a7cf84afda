import { EncodeError } from '../../codecs/error.js';
import { readMpduHeader } from '../../crypto/mpdu-header.js';
import type { Clock } from '../engine/engine.js';
import { sendTampered, type TamperWith, type WlanMessage } from '../engine/tamper.js';
import type { FrameTamper } from './radio.js';

/** Shows `tamperWith` what the radios of one side are given to send. To its sender a frame that is dropped is one without Ack. */
export function tamperFrames({
  clock,
  from,
  tamperWith,
}: {
  readonly clock: Clock;
  readonly from: WlanMessage['from'];
  readonly tamperWith: TamperWith<WlanMessage>;
}): FrameTamper {
  const by = { clock, path: 'tamper.wlan', tamperWith };
  return (octets, options, send) => {
    const sent = sendTampered<WlanMessage>(by, { octets, from }, (mpdu, i) => {
      if (readMpduHeader(mpdu) === undefined)
        throw new EncodeError(
          `${by.path}[${i}].octets`,
          'is to be a data or management frame with its whole MAC header',
        );
      send(mpdu, i === 0 ? options : { ...options, done: undefined });
    });
    if (sent === 0) clock.after(0, () => options.done?.(false));
  };
}
