import { concat } from '../../codecs/concat.js';
import type { Clock } from '../engine/engine.js';
import type { UserData } from '../user-data.js';
import type { ToAll } from '../wlan/frames.js';
import type { Wt } from './wt.js';

const ARP_ETHERTYPE = 0x0806;
/** A router of the network behind the WT: a locally administered address, and one of RFC 5737, TEST-NET-2. */
const ROUTER_MAC = /* @__PURE__ */ Uint8Array.of(2, 0x57, 0x54, 0xff, 0, 2);
const ROUTER_IP = /* @__PURE__ */ Uint8Array.of(198, 51, 100, 1);

/** ARP Announcement (RFC 5227, 2.3; RFC 826): a request for the sender's own address, over Ethernet and IPv4. */
const announcement = (): ToAll => ({
  source: ROUTER_MAC,
  etherType: ARP_ETHERTYPE,
  payload: concat([
    Uint8Array.of(0, 1, 0x08, 0, 6, 4, 0, 1),
    ...[ROUTER_MAC, ROUTER_IP],
    ...[new Uint8Array(6), ROUTER_IP],
  ]),
});

/**
 * What the network behind a WT broadcasts: an ARP Announcement in each `interval` nanoseconds, until user data is over.
 */
export function startGroupData(
  clock: Clock,
  wt: Pick<Wt, 'sendToAll'>,
  userData: Pick<UserData, 'isOver'>,
  interval: number,
): void {
  const content = announcement();
  const tick = (): void => {
    if (userData.isOver) return;
    wt.sendToAll(content);
    clock.after(interval, tick);
  };
  clock.after(interval, tick);
}
