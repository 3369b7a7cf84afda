import { EncodeError } from '../../codecs/error.js';
import { readMpduHeader } from '../../crypto/mpdu-header.js';
import type { Clock } from '../engine/engine.js';
import { type TamperWith, tamperedBy, type WlanMessage } from '../engine/tamper.js';
import type { FrameTamper } from './radio.js';

/** Shows `tamperWith` what the radios of one side are given to send. To its sender a frame that is dropped is one without Ack. */
export function tamperFrames(
  tamperWith: TamperWith<WlanMessage>,
  clock: Clock,
  from: WlanMessage['from'],
): FrameTamper {
  const sendTampered = tamperedBy(tamperWith, clock, 'wlan', { from });
  return (octets, options, send) => {
    const sent = sendTampered(octets, (mpdu, i) => {
      if (readMpduHeader(mpdu) === undefined)
        throw new EncodeError(
          `tamper.wlan[${i}].octets`,
          'is to be a data or management frame with its whole MAC header',
        );
      send(mpdu, i === 0 ? options : { ...options, done: undefined });
    });
    if (sent === 0) clock.after(0, () => options.done?.(false));
  };
}
