import { MILLISECOND } from '../engine/engine.js';
import { idealLink, type LinkQuality } from '../engine/link.js';
import { ms } from './wlan.js';

/** Of packets on Xw that are reordered. */
export const HOLD_BACK = 10 * MILLISECOND;

type Numbers<Names extends string> = { readonly [Name in Names]: number };

/** What the parameters make of Uu. */
export const uuQualityOf = (
  values: Numbers<'uuDelayMs' | 'uuJitterMs' | 'uuLoss' | 'uuRetransmissionMs'>,
): LinkQuality => ({
  ...idealLink,
  delay: ms(values.uuDelayMs),
  jitter: ms(values.uuJitterMs),
  loss: values.uuLoss,
  retransmission: ms(values.uuRetransmissionMs),
});

/** What they make of Xw. */
export const xwQualityOf = (
  values: Numbers<'xwDelayMs' | 'xwJitterMs' | 'xwLoss' | 'xwDuplication' | 'xwReordering'>,
): LinkQuality => ({
  ...idealLink,
  delay: ms(values.xwDelayMs),
  jitter: ms(values.xwJitterMs),
  loss: values.xwLoss,
  duplication: values.xwDuplication,
  reordering: values.xwReordering,
  holdBack: HOLD_BACK,
});
