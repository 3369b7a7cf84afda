import { formatMac } from '../../codecs/dot11/mac.js';
import { fromHex, toHex } from '../../codecs/hex.js';
import { isOctets } from '../../codecs/is-octets.js';
import { type At, distance, isBefore } from '../at.js';
import type { Observation, Rule } from '../rule.js';
import { identityOf } from '../session.js';

/** An address as hex, and where it was seen. */
interface Seen extends At {
  readonly address: string;
}

/** Messages that are kept of a UE: it is asked once, and added once for each association and eNB. */
const MAX_KEPT = 64;

/** A WT that is told to expect another station than the one that comes. */
export const wlanAddressDiffers: Rule = {
  id: 'wlan-address-differs',
  severity: 'error',
  clause: 'TS 36.331, 6.3.6 (wlan-MAC-Address-r13); TS 36.463, 8.8.2',
  explanation:
    'The WLAN address that the UE told with its capabilities is not the one that the eNB gave to the WT, or not the one with which the station associates. The WT finds the S-KWT of a station by its address: one that it was not told of has no key, and its handshake fails.',
  watch: session => {
    const { inFrames, clocksApart, isWithoutWlan } = session;
    const told: Seen[] = [];
    const given: Seen[] = [];
    let associated: At | undefined;
    const mac = ({ address }: Seen): string => formatMac(fromHex(address));
    const place = ({ frame }: At): string => inFrames([frame]);
    const says = (own: Seen): string =>
      `The UE has the WLAN address ${mac(own)} by its capabilities in ${place(own)}`;
    const finding = (a: At, b: At, message: string): Observation => ({
      frames: [a.frame, b.frame].sort((x, y) => x - y),
      message: `${message}.`,
    });
    /** Where the only other station is let in, behind a place, and sent away before a handshake. */
    const refusedAfter = (by: At): { readonly at: At; readonly mac: string } | undefined => {
      const other = session.stranger();
      const at = other?.whereabouts.admission;
      if (other === undefined || at === undefined || other.eapolKeyFrames.length > 0) return undefined;
      const isSentAway = other.story.management.some(
        ({ from, message, time }) => from === 'ap' && message === 'deauthentication' && time >= at.time,
      );
      const isLater = isBefore(by, at) && distance(by, at) >= clocksApart();
      return isSentAway && isLater ? { at, mac: formatMac(identityOf(other)) } : undefined;
    };
    return {
      rrc: ({ message, macI, frame, time }) => {
        const address = macI === 'invalid' ? undefined : message?.wlanMacAddress;
        if (address !== undefined && told.length < MAX_KEPT)
          told.push({ frame, time, address: toHex(address) });
        return undefined;
      },
      xwap: ({ view, frame, time }) => {
        if (view.message !== 'WTAdditionRequest' || given.length >= MAX_KEPT) return undefined;
        const address = view.ies['UE-Identity'];
        if (isOctets(address)) given.push({ frame, time, address: toHex(address) });
        return undefined;
      },
      eapolKey: ({ frame, time }) => {
        associated ??= { frame, time };
        return undefined;
      },
      end: () => {
        const station = identityOf(session);
        /** Over GSMTAP several UEs may look like one. */
        const own = new Set(told.map(({ address }) => address)).size === 1 ? told[0] : undefined;
        const other =
          own &&
          given.find(
            one =>
              one.address !== own.address &&
              told.some(before => isBefore(before, one) && distance(before, one) >= clocksApart()),
          );
        if (own !== undefined && other !== undefined)
          return [
            finding(own, other, `${says(own)}, but the eNB gives the WT ${mac(other)} in ${place(other)}`),
          ];
        // At a handover without WT change another eNB gives it to the WT again, behind the association.
        const entry = isWithoutWlan ? session.stranger()?.whereabouts.admission : associated;
        const by = own ?? given.findLast(one => entry === undefined || isBefore(one, entry)) ?? given.at(-1);
        if (by === undefined || given.some(({ address }) => address !== by.address)) return [];
        const known = own === undefined ? `The eNB gives the WT ${mac(by)} in ${place(by)}` : says(own);
        if (isWithoutWlan) {
          const sentAway = refusedAfter(by);
          if (sentAway === undefined) return [];
          const who = `the station that associates in ${place(sentAway.at)}, and is sent away without a handshake, has ${sentAway.mac}`;
          return [{ ...finding(by, sentAway.at, `${known}, but ${who}`), severity: 'warning' }];
        }
        if (associated === undefined || by.address === toHex(station)) return [];
        const used = `${known}, but the station associates with ${formatMac(station)}, as in ${place(associated)}`;
        return [finding(by, associated, used)];
      },
    };
  },
};
