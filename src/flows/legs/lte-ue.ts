import { formatMac } from '../../codecs/dot11/mac.js';
import type { Enb } from '../enb/interface.js';
import { EnbBearer, type EnbBearerCommon } from '../enb/user-data.js';
import { createLink, type LinkEnd, type LinkQuality } from '../engine/link.js';
import type { Random } from '../engine/random.js';
import { type Tamper, type TamperWith, tamperedBy, type UuMessage } from '../engine/tamper.js';
import type { Tap } from '../engine/tap.js';
import type { Pmk } from '../keys/wlan.js';
import { Meter } from '../meter.js';
import { UeRrc, type UeRrcCommon, type UeRrcHost } from '../ue/rrc.js';
import type { Ue, UeObserver } from '../ue/ue.js';
import type { AnnouncedWlan } from '../ue/wlan-mobility-set.js';
import type { Cell } from '../uu/cell.js';
import type { DrbFramer, SrbMessage, UuFramer, UuTap } from '../uu/tap.js';
import type { ConnectionFailure } from '../wlan/station-interface.js';

/** What the LTE leg of all UEs has in common. */
export interface LteNetwork {
  readonly rrc: UeRrcCommon;
  readonly random: Random;
  readonly uuQuality: LinkQuality;
  /** Uu in the capture. */
  readonly uu: Tap;
  readonly frame: UuFramer;
  /** User data over Uu in the capture; undefined where there is none. */
  readonly frameData: DrbFramer | undefined;
  readonly bearers: EnbBearerCommon;
  /** Whether the eNB has what UEs can do from the MME. */
  readonly hasCapabilities: boolean;
  /** The eNB at which UEs begin, and that of a cell. */
  readonly enb: Enb;
  readonly enbOf: (pci: number) => Enb;
  readonly note: (text: string) => void;
  readonly tamper: Tamper;
}

/** A UE before it connects: its WLAN side, its KeNB, and where it is. */
export interface UnconnectedUe {
  readonly ue: Ue;
  /** From 1. */
  readonly number: number;
  readonly kenb: Uint8Array;
  readonly cell: Cell;
}

const NONE: readonly string[] = [];

/** A UE that is connected to an eNB, and what is seen of it. A class, as there are thousands. */
export class LteUe implements UeRrcHost, UeObserver, Tap {
  readonly wlan: Ue;
  readonly tamper: UuTap['tamper'];
  readonly meter: Meter;
  readonly bearer: EnbBearer;
  /** The eNB to which it is connected, … */
  enb: Enb;
  /** … and the number by which that knows it. */
  enbNumber: number;
  /** The cell to which an eNB has decided to send it last. */
  cell: Cell;
  readonly #network: LteNetwork;
  readonly #rrc: UeRrc;
  readonly #number: number;
  #accesses = 0;
  #identification = 0;
  /** User data over Uu that waits for the end of a handover, and when it was sent first. */
  readonly #held: { readonly sentAt: number; send(): void }[] = [];
  /** What the link says of what it is delivering. */
  #arriving = NONE;

  constructor(network: LteNetwork, { ue, number, kenb, cell }: UnconnectedUe) {
    const meter = new Meter(network.rrc.clock, network.note);
    this.wlan = ue;
    this.meter = meter;
    this.bearer = new EnbBearer(network.bearers, meter);
    this.#network = network;
    this.#number = number;
    const { uu, xwData } = network.tamper;
    this.tamper = uu && this.#tamperBy(uu);
    if (xwData !== undefined) {
      const about = { from: 'enb', station: formatMac(ue.address) } as const;
      this.bearer.tamper = tamperedBy(xwData, network.rrc.clock, 'xwData', about);
    }
    const { frameData } = network;
    if (frameData !== undefined) {
      ue.overUu = this.#wayOverUu(frameData, true, pdcp => this.bearer.receivePdcp(pdcp));
      this.bearer.overUu = this.#wayOverUu(frameData, false, pdcp => ue.receivePdcp(pdcp));
    }
    const added = network.enb.addUe({
      station: ue.address,
      wlanMacAddress: network.hasCapabilities ? network.rrc.toldAddress(ue.address) : undefined,
      kenb,
      cell,
      tap: this,
      bearer: this.bearer,
    });
    this.enb = network.enb;
    this.enbNumber = added.number;
    this.cell = cell;
    this.#rrc = new UeRrc(network.rrc, this, { kenb, cell, cRnti: added.cRnti });
    ue.observer = this;
  }

  /** What is held back until the UE has left its cell is lost: PDCP is re-established in the next (TS 36.323, 5.2). */
  #tamperBy(tamperWith: TamperWith<UuMessage>): UuTap['tamper'] {
    const { clock } = this.#network.rrc;
    const station = formatMac(this.wlan.address);
    const uplink = tamperedBy(tamperWith, clock, 'uu', { from: 'ue', station });
    const downlink = tamperedBy(tamperWith, clock, 'uu', { from: 'enb', station });
    return (octets, isUplink, send) => {
      const { now } = clock;
      const access = this.#accesses;
      (isUplink ? uplink : downlink)(octets, rrc => {
        if (clock.now === now || (access === this.#accesses && !this.#rrc.isBetweenCells)) send(rrc);
      });
    };
  }

  /**
   * A direction of the DRB, over RLC AM, in whichever cell the UE is. What a handover holds up is sent once the target cell has the
   * UE's RRCConnectionReconfigurationComplete: PDCP is re-established there (TS 36.323, 5.2). Of another eNB it gets what was held up by
   * forwarding (TS 36.300, 10.1.2.3), whose delay is left out.
   */
  #wayOverUu(
    frame: DrbFramer,
    isUplink: boolean,
    receive: (pdcp: Uint8Array) => void,
  ): (pdcp: Uint8Array) => void {
    const { rrc, random, uuQuality, uu, tamper } = this.#network;
    const { a, b } = createLink({
      clock: rrc.clock,
      random: random.split(`ue ${this.#number}/uu/${isUplink ? 'uplink' : 'downlink'}`),
      quality: uuQuality,
      tap: {
        observe: (pdcp, deliver, comments) => {
          // On its way when the UE left.
          if (this.#rrc.isBetweenCells) hold(pdcp, 0);
          else uu.observe(frame(pdcp, isUplink, this.#number, this.#identification++), deliver, comments);
        },
      },
    });
    const hold = (pdcp: Uint8Array, sentAt: number): void => {
      this.#held.push({ sentAt, send: () => a.send(pdcp) });
    };
    b.receiver = { receive };
    const send = (pdcp: Uint8Array): void => {
      if (this.#rrc.isBetweenCells || this.#held.length > 0) hold(pdcp, rrc.clock.now);
      else a.send(pdcp);
    };
    const { uuData } = tamper;
    if (uuData === undefined) return send;
    const about = { from: isUplink ? 'ue' : 'enb', station: formatMac(this.wlan.address) } as const;
    const tampered = tamperedBy(uuData, rrc.clock, 'uuData', about);
    return pdcp => void tampered(pdcp, send);
  }

  mayJoin(wlan: AnnouncedWlan): boolean {
    return this.#rrc.isInMobilitySet(wlan);
  }

  refused(): void {
    this.#rrc.wlanRefused();
  }

  failed(why: ConnectionFailure): void {
    this.#rrc.wlanFailed(why);
  }

  keyInUse(pmk: Pmk): void {
    this.#rrc.wlanConnected(pmk);
  }

  dataArrived(pmk: Pmk): void {
    this.meter.downlink(pmk);
  }

  access(pci: number, cRnti: number): LinkEnd {
    const { rrc, random, uuQuality, enbOf } = this.#network;
    const { a, b } = createLink({
      clock: rrc.clock,
      random: random.split(`ue ${this.#number}/uu/access ${++this.#accesses}`),
      quality: uuQuality,
      tap: this,
    });
    const enb = enbOf(pci);
    const number = enb.attach(cRnti, b);
    if (number !== undefined) {
      this.enb = enb;
      this.enbNumber = number;
    }
    return a;
  }

  /** The link hands its comments to the end that shows what it carries. */
  observe(_: Uint8Array, deliver: () => void, comments: readonly string[]): void {
    this.#arriving = comments;
    deliver();
    this.#arriving = NONE;
  }

  show(message: SrbMessage, deliver: () => void, comments: readonly string[]): void {
    const { uu, frame } = this.#network;
    this.meter.message('uu', message.isUplink);
    const arriving = this.#arriving;
    const all = comments.length === 0 ? arriving : [...arriving, ...comments];
    uu.observe(frame(message, this.#number, this.#identification++), deliver, all);
    if (this.#held.length > 0 && message.isUplink && !this.#rrc.isBetweenCells)
      for (const one of this.#held.splice(0).sort((a, b) => a.sentAt - b.sentAt)) one.send();
  }
}
