import { formatMac } from '../../codecs/dot11/mac.js';
import { get16 } from '../../codecs/layout/octets.js';
import { ueCapabilityInformation } from '../../codecs/rrc/build/capability.js';
import { reconfigurationComplete } from '../../codecs/rrc/build/connection.js';
import { wlanConnectionStatusReport } from '../../codecs/rrc/build/wlan-status.js';
import { DlDcch } from '../../codecs/rrc/dl-dcch.js';
import type {
  DRBToAddMod,
  LWAConfigurationR13,
  MobilityControlInfo,
  WLANMobilityConfigR13,
} from '../../codecs/rrc/index.js';
import type { PdcpSnLength } from '../../codecs/rrc/pdcp.js';
import { capabilityEnquiryOf, type Reconfiguration, reconfigurationOf } from '../../codecs/rrc/read.js';
import { UlDcch } from '../../codecs/rrc/ul-dcch.js';
import { type Clock, SECOND, type Timer } from '../engine/engine.js';
import { ifDecodable } from '../engine/if-decodable.js';
import type { LinkEnd } from '../engine/link.js';
import { kenbStarOf } from '../keys/derived.js';
import type { KeyLog } from '../keys/key-log.js';
import type { Pmk } from '../keys/wlan.js';
import { type Cell, NEXT_HOP_CHAINING_COUNT } from '../uu/cell.js';
import { type NextCounts, REESTABLISHED, SECURITY_ACTIVATED, Srb } from '../uu/srb.js';
import type { UuTap } from '../uu/tap.js';
import type { ConnectionFailure } from '../wlan/station-interface.js';
import type { Ue } from './ue.js';
import {
  type AnnouncedWlan,
  changeMobilitySet,
  isInMobilitySet,
  type MobilitySet,
} from './wlan-mobility-set.js';

/** The WLAN side of the UE, as RRC sees it. */
export type UeWlan = Pick<
  Ue,
  | 'address'
  | 'takeWtCounter'
  | 'state'
  | 'start'
  | 'reassociate'
  | 'leaveIfForbidden'
  | 'leave'
  | 'configureDrb'
  | 'carryByLwa'
>;

/** Bits of the sequence numbers of a DRB on RLC AM (TS 36.331, PDCP-Config: 12 unless another size is there). */
const snLengthOf = ({ 'pdcp-Config': pdcp }: DRBToAddMod): PdcpSnLength => {
  if (pdcp?.['pdcp-SN-Size-v1310'] === 'len18bits') return 18;
  return pdcp?.['pdcp-SN-Size-v1130'] === 'len15bits' ? 15 : 12;
};

const EMPTY: MobilitySet = [];

const T351_SECONDS = { s10: 10, s30: 30, s60: 60, s120: 120, s240: 240 } as const;

/** The messages that are all of the answers of a UE, encoded: the Complete of each transaction, and its reports. */
const COMPLETE = /* @__PURE__ */ [0, 1, 2, 3].map(transactionId =>
  UlDcch.encode(reconfigurationComplete(transactionId)),
);
const ASSOCIATED = /* @__PURE__ */ UlDcch.encode(wlanConnectionStatusReport('successfulAssociation'));
const NOT_ASSOCIATED = /* @__PURE__ */ UlDcch.encode(wlanConnectionStatusReport('failureTimeout'));
const UNAVAILABLE = /* @__PURE__ */ UlDcch.encode(wlanConnectionStatusReport('failureWlanUnavailable'));
const OUT_OF_REACH = /* @__PURE__ */ UlDcch.encode(wlanConnectionStatusReport('failureWlanRadioLink'));

/** What a UE can do: all that eNBs here ask of one. */
const CAPABILITY = {
  bands: [3],
  wlanBands: ['band5'],
  lwa: true,
  handoverWithoutWtChange: true,
  uplink: true,
} as const;

/** What the RRC of all UEs has in common. */
export interface UeRrcCommon {
  readonly clock: Clock;
  /** Nanoseconds from a message to its answer … */
  readonly processing: number;
  /** … and from there, in a handover, to the target cell. */
  readonly interruption: number;
  /** Whether a new S-KWT makes the UE leave its association and enter it again. */
  readonly reassociatesItself: boolean;
  /** The WLAN address that a UE tells the network: its own, or one that it does not use. @param own 6 octets */
  readonly toldAddress: (own: Uint8Array) => Uint8Array;
  readonly keyLog: KeyLog;
}

/** A UE in RRC_CONNECTED with AS security, and where it is. */
export interface Connection {
  /** 32 octets. */
  readonly kenb: Uint8Array;
  readonly cell: Cell;
  readonly cRnti: number;
}

/** The UE that RRC is a part of. */
export interface UeRrcHost extends UuTap {
  readonly wlan: UeWlan;
  /** Random access in a cell: the UE's end of its radio link there. */
  access(pci: number, cRnti: number): LinkEnd;
}

/**
 * The RRC of a UE in RRC_CONNECTED (TS 36.331, 5.3.5, 5.6.14 and 5.6.15), which does random access at once. A class, as
 * there are thousands of UEs.
 */
export class UeRrc {
  readonly #common: UeRrcCommon;
  readonly #host: UeRrcHost;
  #kenb: Uint8Array;
  #cell: Cell;
  /** The name by which comments speak of the KeNB. */
  #kenbName = '';
  /** Undefined from where a handover command is applied to where the UE is in the target cell. */
  #srb: Srb | undefined;
  /** The latest report that has to wait until then. */
  #heldReport: { readonly rrc: Uint8Array; readonly remarks: readonly string[] } | undefined = undefined;
  #isLwaConfigured = false;
  #mobilitySet: MobilitySet = EMPTY;
  /** WLAN status monitoring, and with it attempts to join (TS 36.331, 5.6.15.4). */
  #isMonitoring = false;
  #isSuccessReportRequested = false;
  /** Whether a change of mobility set or WT Counter still lacks its status (TS 36.331, 5.6.15.4). */
  #isStatusDue = false;
  #sKwt: Pmk | undefined = undefined;
  /** While it runs. */
  #t351: Timer | undefined = undefined;
  /** On the message that is sent next. */
  #remarks: string[] | undefined = undefined;

  constructor(common: UeRrcCommon, host: UeRrcHost, connection: Connection) {
    this.#common = common;
    this.#host = host;
    this.#kenb = connection.kenb;
    this.#cell = connection.cell;
    this.#srb = this.#srbOn(host.access(connection.cell.pci, connection.cRnti), SECURITY_ACTIVATED);
  }

  /** A pairwise key from this S-KWT has been taken into use: the UE is connected to the WLAN. */
  wlanConnected(pmk: Pmk): void {
    if (!this.#isStatusDue || pmk !== this.#sKwt) return;
    this.#isStatusDue = false;
    this.#stopT351();
    if (this.#isSuccessReportRequested) this.#report(ASSOCIATED, `the UE is connected under ${pmk.name}`);
  }

  /** Whether it is in no cell: it has left one in a handover, and is not in the other yet. */
  get isBetweenCells(): boolean {
    return this.#srb === undefined;
  }

  isInMobilitySet(wlan: AnnouncedWlan): boolean {
    return isInMobilitySet(this.#mobilitySet, wlan);
  }

  /** The only WLAN of the set that the UE can reach does not take it (TS 36.331, 5.6.15.4). */
  wlanRefused(): void {
    if (!this.#isMonitoring) return;
    this.#stopMonitoring();
    this.#report(UNAVAILABLE, 'the WLAN refuses the UE');
  }

  /**
   * The UE has lost the only WLAN of the set that it can reach, and not been connected again (TS 36.331, 5.6.15.4). While T351
   * runs, it goes on trying.
   */
  wlanFailed(why: ConnectionFailure): void {
    if (!this.#isMonitoring || this.#t351 !== undefined) return;
    this.#stopMonitoring();
    if (why === 'out of reach') this.#report(OUT_OF_REACH, 'the WLAN is out of reach of the UE');
    else this.#report(UNAVAILABLE, 'the WLAN lets the UE have no key');
  }

  #remark(text: string): void {
    if (this.#remarks === undefined) this.#remarks = [text];
    else this.#remarks.push(text);
  }

  #srbOn(link: LinkEnd, next: NextCounts): Srb {
    const host = this.#host;
    const { keyLog } = this.#common;
    const { name, keyRow } = keyLog.kenb('ue', host.wlan.address, this.#kenb, this.#cell.pci);
    this.#kenbName = name;
    return new Srb({
      link,
      side: 'ue',
      kenb: this.#kenb,
      keyRow,
      next,
      keysDerived: keyLog.rrcKeys,
      tap: host,
      receive: rrc => this.#receive(rrc),
    });
  }

  #sendComplete(srb: Srb, transactionId: number): void {
    srb.send(COMPLETE[transactionId]!, this.#remarks);
    this.#remarks = undefined;
  }

  /** Sends a WLANConnectionStatusReport: during a handover, behind its Complete, under the new keys (TS 36.331, 5.3.5.4). */
  #report(rrc: Uint8Array, remark: string): void {
    if (this.#srb === undefined) this.#heldReport = { rrc, remarks: [remark] };
    else this.#srb.send(rrc, [remark]);
  }

  /** Release of LWA (TS 36.331, 5.6.14.3). */
  #releaseLwa(): void {
    if (!this.#isLwaConfigured) return;
    this.#isLwaConfigured = false;
    this.#mobilitySet = EMPTY;
    this.#stopMonitoring();
    this.#host.wlan.carryByLwa(false);
    this.#remark('the UE has released LWA');
  }

  /** Stops monitoring, T351 and attempts to join. */
  #stopMonitoring(): void {
    this.#isMonitoring = false;
    this.#isStatusDue = false;
    this.#stopT351();
    this.#host.wlan.leave();
  }

  #stopT351(): void {
    this.#t351?.cancel();
    this.#t351 = undefined;
  }

  #expireT351(): void {
    this.#stopMonitoring();
    this.#report(NOT_ASSOCIATED, 'T351 has expired, and the UE is not associated');
  }

  /** Reception of an LWA configuration (TS 36.331, 5.6.14.2). */
  #applyLwa(lwa: LWAConfigurationR13): void {
    if (lwa.choice === 'release') {
      this.#releaseLwa();
      return;
    }
    const { wlan } = this.#host;
    const config = lwa.value['lwa-Config-r13'];
    const wtCounter = config['lwa-WT-Counter-r13'];
    const mobility = config['lwa-MobilityConfig-r13'];
    this.#isLwaConfigured = true;
    if (wtCounter !== undefined) {
      this.#sKwt = wlan.takeWtCounter(this.#kenb, wtCounter);
      this.#remark(`the UE now has ${this.#sKwt.name}, from ${this.#kenbName} and WT Counter ${wtCounter}`);
      this.#isStatusDue = true;
    }
    if (mobility !== undefined) this.#applyMobilitySet(mobility);
    this.#monitor();
    const { reassociatesItself } = this.#common;
    if (wtCounter !== undefined && reassociatesItself && wlan.state().inUse !== undefined) wlan.reassociate();
  }

  /** Starts monitoring, or goes on with it in another set. */
  #monitor(): void {
    if (this.#isMonitoring) this.#host.wlan.leaveIfForbidden();
    else if (this.#mobilitySet.length > 0) {
      this.#isMonitoring = true;
      this.#host.wlan.start();
    }
  }

  #applyMobilitySet(mobility: WLANMobilityConfigR13): void {
    const toRelease = mobility['wlan-ToReleaseList-r13'];
    const toAdd = mobility['wlan-ToAddList-r13'];
    if (toRelease !== undefined || toAdd !== undefined)
      this.#mobilitySet = changeMobilitySet(this.#mobilitySet, toRelease, toAdd);
    this.#isSuccessReportRequested = mobility['successReportRequested-r13'] === 'true';
    this.#isStatusDue = true;
    this.#stopT351();
    const timer = mobility['associationTimer-r13'];
    if (timer !== undefined) {
      const seconds = T351_SECONDS[timer];
      this.#remark(`T351 starts: ${seconds} s`);
      this.#t351 = this.#common.clock.after(seconds * SECOND, () => this.#expireT351());
    }
  }

  /** A connection that a change of the mobility set lets go on is one that has succeeded (TS 36.331, 5.6.15.4). */
  #reportMaintained(): void {
    // Of most messages there is nothing to report, and a state is only made to be looked at.
    if (!this.#isStatusDue) return;
    const { inUse } = this.#host.wlan.state();
    if (inUse !== undefined) this.wlanConnected(inUse.pmk);
  }

  /** KeNB* from KeNB: nextHopChainingCount has not advanced (TS 36.331, 5.3.5.4; TS 33.401, 7.2.8). */
  #handOver(info: MobilityControlInfo): void {
    this.#stopT351();
    const earfcnDl = info.carrierFreq?.['dl-CarrierFreq'] ?? this.#cell.earfcnDl;
    this.#cell = { pci: info.targetPhysCellId, earfcnDl };
    this.#kenb = kenbStarOf(this.#kenb, this.#cell.pci, earfcnDl);
    this.#kenbName = 'KeNB*';
    this.#srb = undefined;
  }

  /**
   * DRB addition and reconfiguration (TS 36.331, 5.3.10.3): eps-BearerIdentity is there where a DRB is set up, drb-TypeLWA where
   * LWA is to carry it, or no more.
   */
  #addDrbs(drbs: readonly DRBToAddMod[]): void {
    const { wlan } = this.#host;
    for (const drb of drbs) {
      if (drb['eps-BearerIdentity'] !== undefined)
        wlan.configureDrb({ drbId: drb['drb-Identity'], snLength: snLengthOf(drb) });
      const isLwa = drb['drb-TypeLWA-r13'];
      if (isLwa !== undefined) wlan.carryByLwa(isLwa);
    }
  }

  /** RRCConnectionReconfiguration without and with mobilityControlInfo (TS 36.331, 5.3.5.3 and 5.3.5.4). */
  #reconfigure({ ies, lwa, transactionId }: Reconfiguration): void {
    const srb = this.#srb;
    // What the source cell has sent behind a handover command finds the UE gone.
    if (srb === undefined) return;
    const { mobilityControlInfo: info, securityConfigHO } = ies;
    const drbs = ies.radioResourceConfigDedicated?.['drb-ToAddModList'] ?? [];
    if (info === undefined) {
      this.#addDrbs(drbs);
      if (lwa !== undefined) this.#applyLwa(lwa);
      this.#sendComplete(srb, transactionId);
      this.#reportMaintained();
      return;
    }
    if (securityConfigHO?.handoverType.choice !== 'intraLTE') return;
    if (securityConfigHO.handoverType.value.nextHopChainingCount !== NEXT_HOP_CHAINING_COUNT) return;
    this.#handOver(info);
    this.#addDrbs(drbs);
    if (info['handoverWithoutWT-Change-r14'] === undefined) this.#releaseLwa();
    if (lwa !== undefined) this.#applyLwa(lwa);
    const cRnti = get16(info['newUE-Identity'].bytes, 0);
    this.#common.clock.after(this.#common.interruption, () => {
      const { pci } = this.#cell;
      const target = this.#srbOn(this.#host.access(pci, cRnti), REESTABLISHED);
      this.#srb = target;
      const arrival = `the UE is in the cell with PCI ${pci}, under ${this.#kenbName}`;
      this.#remarks = [arrival, ...(this.#remarks ?? [])];
      this.#sendComplete(target, transactionId);
      if (this.#heldReport !== undefined) target.send(this.#heldReport.rrc, this.#heldReport.remarks);
      this.#heldReport = undefined;
      this.#reportMaintained();
    });
  }

  /** UE capability transfer (TS 36.331, 5.6.3.3). Who has left the cell that asked owes it no answer. */
  #tellCapability(transactionId: number): void {
    const address = this.#common.toldAddress(this.#host.wlan.address);
    const capability = ueCapabilityInformation({ ...CAPABILITY, transactionId, wlanMacAddress: address });
    this.#srb?.send(UlDcch.encode(capability), [`the UE tells its address in WLANs: ${formatMac(address)}`]);
  }

  #receive(rrc: Uint8Array): void {
    const message = ifDecodable(() => DlDcch.decode(rrc));
    if (message === undefined) return;
    const { clock, processing } = this.#common;
    const reconfiguration = reconfigurationOf(message);
    if (reconfiguration !== undefined) {
      clock.after(processing, () => this.#reconfigure(reconfiguration));
      return;
    }
    const enquiry = capabilityEnquiryOf(message);
    if (enquiry !== undefined) clock.after(processing, () => this.#tellCapability(enquiry));
  }
}
