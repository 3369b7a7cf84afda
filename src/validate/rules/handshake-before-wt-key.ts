import { toHex } from '../../codecs/hex.js';
import { type At, between, isBefore } from '../at.js';
import { isBlind } from '../blind.js';
import type { Rule } from '../rule.js';
import { takenBefore } from '../time/clock-order.js';
import { watchToEnd } from '../watch/to-end.js';

/** A station that uses a key in the handshake before its WT can have it. */
export const handshakeBeforeWtKey: Rule = {
  id: 'handshake-before-wt-key',
  severity: 'error',
  clause: 'TS 36.463, 8.8.2 and 8.9.2, and IEEE 802.11-2020, 12.7.6',
  explanation:
    'The station answered a 4-way handshake under an S-KWT that the WT had not been given yet. The WT cannot verify that answer, so the handshake fails until the WT Addition Request or WT Modification Request with that key arrives.',
  watch: ({ inFrames, clocksApart }) =>
    watchToEnd(['pmkInUse', 'gap', 'sKwt'], function* (events) {
      const firstGiven = new Map<string, At>();
      for (const event of events)
        if (event.kind === 'sKwt' && event.side === 'wt') {
          const key = toHex(event.sKwt);
          if (!firstGiven.has(key)) firstGiven.set(key, event);
        }
      const early = new Map<string, number[]>();
      for (const event of events) {
        if (event.kind !== 'pmkInUse' || event.message !== 'M2') continue;
        const key = toHex(event.pmk);
        const given = firstGiven.get(key);
        if (given !== undefined && isBefore(event, given) && between(event, given) >= clocksApart())
          early.set(key, [...(early.get(key) ?? []), event.frame]);
      }
      for (const [key, frames] of early) {
        const given = firstGiven.get(key)!;
        if (isBlind(events, 'xw', { frame: 0, time: 0n }, given)) continue;
        const taken = takenBefore(events, key, given);
        yield {
          frames: [...frames, given.frame, ...(taken === undefined ? [] : [taken.frame])].sort(
            (a, b) => a - b,
          ),
          ...(taken === undefined ? {} : { severity: 'warning' }),
          message: `M2 in ${inFrames(frames.slice(0, 1))} is right under an S-KWT that the WT is given only in ${inFrames([given.frame])}${
            taken === undefined
              ? ''
              : `, yet ${taken.message} in ${inFrames([taken.frame])} shows that the WT had it: the clocks of Xw and of the WLAN differ, or the WT was given it before, which the capture lacks`
          }.`,
        };
      }
    }),
};
