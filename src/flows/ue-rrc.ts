import {
  DlDcch,
  type DRBToAddMod,
  type LWAConfigurationR13,
  type MobilityControlInfo,
  reconfigurationComplete,
  reconfigurationOf,
  UlDcch,
  type WlanStatus,
  wlanConnectionStatusReport,
} from '../codecs/rrc/index.js';
import type { PdcpSnLength } from '../codecs/rrc/pdcp.js';
import { deriveKenbStar } from '../crypto/kdf3gpp.js';
import { type Clock, SECOND, type Timer } from './engine.js';
import { ifDecodable, type Pmk } from './key-frame.js';
import type { KeyLog } from './keys.js';
import type { LinkEnd } from './link.js';
import { createSrb, rrcKeysOf, type Srb } from './srb.js';
import type { DrbConfiguration } from './user-data.js';
import type { UuTap } from './uu-tap.js';

/** A cell: what KeNB* depends on (TS 33.401, A.5). */
export interface Cell {
  /** Physical cell identity, 0 to 503. */
  readonly pci: number;
  readonly earfcnDl: number;
}

/** What RRC asks of the rest of the UE. */
export interface UeRrcHost {
  /** Derives S-KWT and hands it to the supplicant. */
  takeWtCounter(kenb: Uint8Array, wtCounter: number): Pmk;
  /** The PMK of the pairwise key in use, if any. */
  pmkInUse(): Pmk | undefined;
  /** Starts to join a WLAN of the mobility set. */
  joinWlan(): void;
  reassociate(): void;
  leaveWlan(): void;
  /** A bearer has been set up. */
  configureDrb(drb: DrbConfiguration): void;
}

/** Bits of the sequence numbers of a DRB on RLC AM (TS 36.331, PDCP-Config: 12 unless another size is there). */
const snLengthOf = ({ 'pdcp-Config': pdcp }: DRBToAddMod): PdcpSnLength => {
  if (pdcp?.['pdcp-SN-Size-v1310'] === 'len18bits') return 18;
  return pdcp?.['pdcp-SN-Size-v1130'] === 'len15bits' ? 15 : 12;
};

/** RRC of a UE in RRC_CONNECTED with AS security. */
export interface UeRrc {
  /** A pairwise key from this S-KWT has been taken into use: the UE is connected to the WLAN. */
  wlanConnected(pmk: Pmk): void;
}

const T351_SECONDS = { s10: 10, s30: 30, s60: 60, s120: 120, s240: 240 } as const;

/** The RRC of a UE in RRC_CONNECTED (TS 36.331, 5.3.5, 5.6.14 and 5.6.15). */
export function createUeRrc(options: {
  readonly clock: Clock;
  readonly station: Uint8Array;
  /** 32 octets. */
  readonly kenb: Uint8Array;
  readonly nextHopChainingCount: number;
  readonly cell: Cell;
  readonly cRnti: number;
  /** Random access in a cell: the UE's end of its radio link there. */
  readonly access: (pci: number, cRnti: number) => LinkEnd;
  /** Nanoseconds from a message to its answer … */
  readonly processing: number;
  /** … and from there, in a handover, to the target cell. */
  readonly interruption: number;
  /** Whether a new S-KWT makes the UE leave its association and enter it again. */
  readonly reassociatesItself: boolean;
  readonly tap: UuTap;
  readonly keyLog: KeyLog;
  readonly host: UeRrcHost;
}): UeRrc {
  const { clock, host, keyLog } = options;
  let { kenb, cell } = options;
  /** The name by which comments speak of it. */
  let kenbName = '';
  let isLwaConfigured = false;
  let hasMobilitySet = false;
  let isSuccessReportRequested = false;
  /** Whether a change of mobility set or WT Counter still lacks its status (TS 36.331, 5.6.15.4). */
  let isStatusDue = false;
  let sKwt: Pmk | undefined;
  let t351: Timer | undefined;
  /** On the message that is sent next. */
  let remarks: string[] = [];

  const createSrbOn = (link: LinkEnd): Srb => {
    const { name, keyRow } = keyLog.kenb('ue', options.station, kenb, cell.pci);
    kenbName = name;
    return createSrb({
      link,
      side: 'ue',
      keys: rrcKeysOf(kenb),
      keyRow,
      tap: options.tap,
      receive: rrc => receive(rrc),
    });
  };

  const sendComplete = (transactionId: number): void => {
    srb.send(UlDcch.encode(reconfigurationComplete(transactionId)), remarks);
    remarks = [];
  };

  const report = (status: WlanStatus, comment: string): void => {
    srb.send(UlDcch.encode(wlanConnectionStatusReport(status)), [comment]);
  };

  /** Release of LWA (TS 36.331, 5.6.14.3). */
  const releaseLwa = (): void => {
    if (!isLwaConfigured) return;
    isLwaConfigured = false;
    hasMobilitySet = false;
    isStatusDue = false;
    isSuccessReportRequested = false;
    t351?.cancel();
    remarks.push('the UE has released LWA');
    host.leaveWlan();
  };

  const expireT351 = (): void => {
    isStatusDue = false;
    host.leaveWlan();
    report('failureTimeout', 'T351 has expired, and the UE is not associated');
  };

  /** Reception of an LWA configuration (TS 36.331, 5.6.14.2). */
  const applyLwa = (lwa: LWAConfigurationR13): void => {
    if (lwa.choice === 'release') {
      releaseLwa();
      return;
    }
    const config = lwa.value['lwa-Config-r13'];
    const wtCounter = config['lwa-WT-Counter-r13'];
    const mobility = config['lwa-MobilityConfig-r13'];
    isLwaConfigured = true;
    if (wtCounter !== undefined) {
      sKwt = host.takeWtCounter(kenb, wtCounter);
      remarks.push(`the UE now has ${sKwt.name}, from ${kenbName} and WT Counter ${wtCounter}`);
      isStatusDue = true;
    }
    if (mobility !== undefined) {
      const wasMonitoring = hasMobilitySet;
      if (mobility['wlan-ToAddList-r13'] !== undefined) hasMobilitySet = true;
      isSuccessReportRequested = mobility['successReportRequested-r13'] === 'true';
      isStatusDue = true;
      t351?.cancel();
      const timer = mobility['associationTimer-r13'];
      if (timer !== undefined) remarks.push(`T351 starts: ${T351_SECONDS[timer]} s`);
      t351 = timer && clock.after(T351_SECONDS[timer] * SECOND, expireT351);
      if (!wasMonitoring && hasMobilitySet) host.joinWlan();
    }
    if (wtCounter !== undefined && options.reassociatesItself && host.pmkInUse() !== undefined)
      host.reassociate();
  };

  /** KeNB* from KeNB: nextHopChainingCount has not advanced (TS 36.331, 5.3.5.4; TS 33.401, 7.2.8). */
  const handOver = (info: MobilityControlInfo): void => {
    t351?.cancel();
    const carrier = info.carrierFreq?.['dl-CarrierFreq'] ?? cell.earfcnDl;
    cell = { pci: info.targetPhysCellId, earfcnDl: carrier };
    kenb = deriveKenbStar(kenb, cell.pci, cell.earfcnDl);
    kenbName = 'KeNB*';
  };

  /** DRB addition (TS 36.331, 5.3.10.3): eps-BearerIdentity is there where a DRB is set up. */
  const addDrbs = (drbs: readonly DRBToAddMod[]): void => {
    for (const drb of drbs)
      if (drb['eps-BearerIdentity'] !== undefined)
        host.configureDrb({ drbId: drb['drb-Identity'], snLength: snLengthOf(drb) });
  };

  /** RRCConnectionReconfiguration without and with mobilityControlInfo (TS 36.331, 5.3.5.3 and 5.3.5.4). */
  const reconfigure = (received: NonNullable<ReturnType<typeof reconfigurationOf>>): void => {
    const { ies, lwa, transactionId } = received;
    const { mobilityControlInfo: info, securityConfigHO } = ies;
    const drbs = ies.radioResourceConfigDedicated?.['drb-ToAddModList'] ?? [];
    if (info === undefined) {
      addDrbs(drbs);
      if (lwa !== undefined) applyLwa(lwa);
      sendComplete(transactionId);
      return;
    }
    if (securityConfigHO?.handoverType.choice !== 'intraLTE') return;
    if (securityConfigHO.handoverType.value.nextHopChainingCount !== options.nextHopChainingCount) return;
    handOver(info);
    addDrbs(drbs);
    if (info['handoverWithoutWT-Change-r14'] === undefined) releaseLwa();
    if (lwa !== undefined) applyLwa(lwa);
    const [high, low] = info['newUE-Identity'].bytes;
    clock.after(options.interruption, () => {
      srb = createSrbOn(options.access(cell.pci, (high! << 8) | low!));
      remarks.unshift(`the UE is in the cell with PCI ${cell.pci}, under ${kenbName}`);
      sendComplete(transactionId);
    });
  };

  const receive = (rrc: Uint8Array): void => {
    const message = ifDecodable(() => DlDcch.decode(rrc));
    const reconfiguration = message && reconfigurationOf(message);
    if (reconfiguration !== undefined) clock.after(options.processing, () => reconfigure(reconfiguration));
  };

  let srb = createSrbOn(options.access(cell.pci, options.cRnti));

  return {
    wlanConnected(pmk) {
      if (!isStatusDue || pmk !== sKwt) return;
      isStatusDue = false;
      t351?.cancel();
      if (isSuccessReportRequested) report('successfulAssociation', `the UE is connected under ${pmk.name}`);
    },
  };
}
