import type { WLANIdentifiersR12 } from '../../codecs/rrc/ie/lwa.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { kept } from '../memory/kept.js';
import { ssidText } from '../wlan/frames.js';

/** A BSS, as it announces itself. */
export interface AnnouncedWlan {
  readonly ssid: string;
  /** 6 octets. */
  readonly bssid: Uint8Array;
  /** 6 octets; undefined where it announces none (IEEE 802.11-2020, 9.4.2.91). */
  readonly hessid?: Uint8Array | undefined;
}

/** An entry of the set: what is there has to match. */
type Entry = { readonly [K in keyof AnnouncedWlan]: AnnouncedWlan[K] | undefined };

/** VarWLAN-MobilityConfig, wlan-MobilitySet (TS 36.331, 7.1): WLANs among which a UE moves by itself. */
export type MobilitySet = readonly Entry[];

const areEqual = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === b || (b !== undefined && sameOctets(a, b));

/** An entry as a message has it, and as it is kept. */
interface Read {
  readonly octets: WLANIdentifiersR12;
  readonly entry: Entry;
}

const read = (octets: WLANIdentifiersR12): Read => {
  const { 'ssid-r12': ssid, 'bssid-r12': bssid, 'hessid-r12': hessid } = octets;
  const entry = {
    ssid: ssid && ssidText(ssid),
    bssid: bssid && kept(bssid),
    hessid: hessid && kept(hessid),
  };
  return { octets, entry };
};

const isRead = ({ octets }: Read, other: WLANIdentifiersR12 | undefined): boolean =>
  other !== undefined &&
  areEqual(octets['ssid-r12'], other['ssid-r12']) &&
  areEqual(octets['bssid-r12'], other['bssid-r12']) &&
  areEqual(octets['hessid-r12'], other['hessid-r12']);

/** The list that was read last: UE after UE is told the same. */
let last: { readonly list: readonly Read[]; readonly entries: MobilitySet } = { list: [], entries: [] };

const entriesOf = (list: readonly WLANIdentifiersR12[]): MobilitySet => {
  if (list.length !== last.list.length || !last.list.every((one, i) => isRead(one, list[i]))) {
    const all = list.map(read);
    last = { list: all, entries: all.map(({ entry }) => entry) };
  }
  return last.entries;
};

const isSame = (a: Entry, b: Entry): boolean =>
  a.ssid === b.ssid && areEqual(a.bssid, b.bssid) && areEqual(a.hessid, b.hessid);

const without = (set: MobilitySet, gone: MobilitySet): MobilitySet =>
  set.filter(one => !gone.some(other => isSame(one, other)));

/** `set` without the entries of wlan-ToReleaseList, then with those of wlan-ToAddList (TS 36.331, 5.6.14.2). */
export function changeMobilitySet(
  set: MobilitySet,
  toRelease: readonly WLANIdentifiersR12[] | undefined,
  toAdd: readonly WLANIdentifiersR12[] | undefined,
): MobilitySet {
  const left = toRelease === undefined ? set : without(set, entriesOf(toRelease));
  if (toAdd === undefined) return left;
  const added = entriesOf(toAdd);
  return left.length === 0 ? added : [...without(left, added), ...added];
}

/** Whether a WLAN is inside the set: it matches all identifiers of an entry (TS 36.331, 5.6.15.1). */
export const isInMobilitySet = (set: MobilitySet, { ssid, bssid, hessid }: AnnouncedWlan): boolean =>
  set.some(
    entry =>
      (entry.ssid === undefined || entry.ssid === ssid) &&
      (entry.bssid === undefined || areEqual(entry.bssid, bssid)) &&
      (entry.hessid === undefined || areEqual(entry.hessid, hessid)),
  );
