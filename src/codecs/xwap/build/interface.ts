import { type Names, onlyNames } from '../../check.js';
import { ssidOctets } from '../../dot11/ssid.js';
import { given, ifGiven } from '../../given.js';
import type { PrivateIEField } from '../containers.js';
import type { Cause, CriticalityDiagnostics, TimeToWait } from '../ies/diagnostics.js';
import { ENBNeighbourList } from '../ies/node.js';
import {
  type BSSItem,
  type WLANBandInformation,
  WLANBandInformationList,
  type WLANCountryCode,
  WLANIdentifierList,
  WLANIdentifiersToDeleteExtensionList,
  WLANIdentifiersToDeleteList,
  type WLANInformation,
  type WLANUsage,
} from '../ies/wlan.js';
import type { XwAPPDU } from '../pdu.js';
import { xwapMessage } from './message.js';
import {
  elementsOf,
  type GlobalEnb,
  globalEnbId,
  PAIR,
  type UeXwapId,
  ueXwapId,
  type WlanId,
  type WtId,
  wtId,
} from './values.js';

/**
 * XW SETUP REQUEST, eNB → WT: the first message on an association. TS 36.463, 8.2 and 9.1.1.
 * @throws EncodeError for an eNB id out of range, names that there are not
 */
export const xwSetupRequest = (enb: GlobalEnb): XwAPPDU =>
  xwapMessage('XwSetupRequest', { 'Global-ENB-ID': globalEnbId(enb) });

/** One BSS of a WLAN. */
export interface Bss {
  /** 6 octets */
  readonly bssid: Uint8Array;
  /** 0..255 */
  readonly operatingClass?: number | undefined;
  readonly countryCode?: WLANCountryCode | undefined;
  /** bit/s, 0..10000000000 */
  readonly maximumCapacity?: number | undefined;
  /** 1..256 bands or channel numbers */
  readonly bands?: readonly WLANBandInformation[] | undefined;
}

const BSS: Names<Bss> = {
  bssid: true,
  operatingClass: true,
  countryCode: true,
  maximumCapacity: true,
  bands: true,
};

const bssOf = (bss: Bss): BSSItem => {
  onlyNames('bss', bss, BSS);
  const { bssid, operatingClass, countryCode, maximumCapacity, bands } = bss;
  return given({
    bSSID: bssid,
    wLANOperatingClass: operatingClass,
    wLANCountryCode: countryCode,
    maximumCapacity,
    wLANBandInformationList: ifGiven(bands, list => elementsOf(WLANBandInformationList, list)),
  });
};

/** A WLAN of a WT. */
export interface Wlan {
  readonly bss?: Bss | undefined;
  /** 1..32 octets; text stands for its UTF-8. */
  readonly ssid?: string | Uint8Array | undefined;
  /** 6 octets */
  readonly hessid?: Uint8Array | undefined;
  /** For LWA only, if left out. */
  readonly usage?: WLANUsage | undefined;
}

const WLAN: Names<Wlan> = { bss: true, ssid: true, hessid: true, usage: true };

const informationOf = (wlan: Wlan): WLANInformation => {
  onlyNames('wlan', wlan, WLAN);
  const { bss, ssid, hessid, usage } = wlan;
  return given({
    'bSS-Item': ifGiven(bss, bssOf),
    sSID: ifGiven(ssid, ssidOctets),
    hESSID: hessid,
    'iE-Extensions': ifGiven(usage, value => [
      {
        id: 72 as const,
        criticality: 'reject' as const,
        extensionValue: { type: 'WLANUsage' as const, value },
      },
    ]),
  });
};

const wlansOf = (wlans: readonly Wlan[]): WLANIdentifierList =>
  elementsOf(
    WLANIdentifierList,
    wlans.map(wlan => ({ wLANInformation: informationOf(wlan) })),
  );

const neighboursOf = (neighbours: readonly GlobalEnb[]): ENBNeighbourList =>
  elementsOf(
    ENBNeighbourList,
    neighbours.map(enb => ({ 'glogal-eNB-ID': globalEnbId(enb) })),
  );

/** What an XW SETUP RESPONSE says. */
export interface XwSetupResponse {
  readonly wtId: WtId;
  /** 1..4096 WLANs */
  readonly wlans: readonly Wlan[];
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
  /** 0..256 eNBs */
  readonly neighbours?: readonly GlobalEnb[] | undefined;
}

const SETUP_RESPONSE: Names<XwSetupResponse> = {
  wtId: true,
  wlans: true,
  criticalityDiagnostics: true,
  neighbours: true,
};

/**
 * XW SETUP RESPONSE, WT → eNB. TS 36.463, 8.2.2 and 9.1.2.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function xwSetupResponse(answer: XwSetupResponse): XwAPPDU {
  onlyNames('', answer, SETUP_RESPONSE);
  return xwapMessage('XwSetupResponse', {
    WTID: wtId(answer.wtId),
    'WLANIdentifier-List': wlansOf(answer.wlans),
    CriticalityDiagnostics: answer.criticalityDiagnostics,
    'eNBNeighbour-List': ifGiven(answer.neighbours, neighboursOf),
  });
}

/** Why a setup or an update failed, and when to try again. */
export interface InterfaceFailure {
  readonly cause: Cause;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
  /** The least time before the next attempt: v1s to v60s. */
  readonly timeToWait?: TimeToWait | undefined;
}

const FAILURE: Names<InterfaceFailure> = {
  cause: true,
  criticalityDiagnostics: true,
  timeToWait: true,
};

const failureOf = (answer: InterfaceFailure) => {
  onlyNames('', answer, FAILURE);
  return {
    Cause: answer.cause,
    CriticalityDiagnostics: answer.criticalityDiagnostics,
    TimeToWait: answer.timeToWait,
  };
};

/**
 * XW SETUP FAILURE, WT → eNB. TS 36.463, 8.2.3 and 9.1.3.
 * @throws EncodeError for names that there are not
 */
export const xwSetupFailure = (answer: InterfaceFailure): XwAPPDU =>
  xwapMessage('XwSetupFailure', failureOf(answer));

/** What a WT CONFIGURATION UPDATE says. */
export interface WtConfigurationUpdate {
  /** 1..4096 WLANs */
  readonly add?: readonly Wlan[] | undefined;
  /** 1..4096 WLANs */
  readonly modify?: readonly Wlan[] | undefined;
  /** The BSSIDs of 1..4096 WLANs, 6 octets each. */
  readonly delete?: readonly Uint8Array[] | undefined;
  /** The SSIDs and HESSIDs of 1..4096 WLANs. */
  readonly deleteByName?: readonly Omit<WlanId, 'bssid'>[] | undefined;
  /** 0..256 eNBs, in place of all earlier ones. */
  readonly neighbours?: readonly GlobalEnb[] | undefined;
}

const UPDATE: Names<WtConfigurationUpdate> = {
  add: true,
  modify: true,
  delete: true,
  deleteByName: true,
  neighbours: true,
};
const WLAN_NAMES: Names<Omit<WlanId, 'bssid'>> = { ssid: true, hessid: true };

/**
 * WT CONFIGURATION UPDATE, WT → eNB. TS 36.463, 8.3 and 9.1.4.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function wtConfigurationUpdate(update: WtConfigurationUpdate): XwAPPDU {
  onlyNames('', update, UPDATE);
  return xwapMessage('WTConfigurationUpdate', {
    'WLANIdentifiersToAdd-List': ifGiven(update.add, wlansOf),
    'WLANIdentifiersToModify-List': ifGiven(update.modify, wlansOf),
    'WLANIdentifiersToDelete-List': ifGiven(update.delete, list =>
      elementsOf(
        WLANIdentifiersToDeleteList,
        list.map(bSSID => ({ bSSID })),
      ),
    ),
    'WLANIdentifiersToDeleteExtension-List': ifGiven(update.deleteByName, list =>
      elementsOf(
        WLANIdentifiersToDeleteExtensionList,
        list.map((wlan, i) => {
          onlyNames(`deleteByName[${i}]`, wlan, WLAN_NAMES);
          const { ssid, hessid } = wlan;
          return given({ sSID: ifGiven(ssid, ssidOctets), hESSID: hessid });
        }),
      ),
    ),
    'eNBNeighbour-List': ifGiven(update.neighbours, neighboursOf),
  });
}

/** An answer with nothing but diagnostics. */
export interface InterfaceAnswer {
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

const ANSWER: Names<InterfaceAnswer> = { criticalityDiagnostics: true };

/**
 * WT CONFIGURATION UPDATE ACKNOWLEDGE, eNB → WT. TS 36.463, 8.3.2 and 9.1.5.
 * @throws EncodeError for names that there are not
 */
export function wtConfigurationUpdateAcknowledge(answer: InterfaceAnswer = {}): XwAPPDU {
  onlyNames('', answer, ANSWER);
  return xwapMessage('WTConfigurationUpdateAcknowledge', {
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  });
}

/**
 * WT CONFIGURATION UPDATE FAILURE, eNB → WT. TS 36.463, 8.3.3 and 9.1.6.
 * @throws EncodeError for names that there are not
 */
export const wtConfigurationUpdateFailure = (answer: InterfaceFailure): XwAPPDU =>
  xwapMessage('WTConfigurationUpdateFailure', failureOf(answer));

/** What an ERROR INDICATION says: a cause, diagnostics or both; of a UE, both ids as well. */
export type ErrorIndication = {
  /** 3 octets or 0..16777215 */
  readonly enbUeXwapId?: UeXwapId | undefined;
  /** 3 octets or 0..16777215 */
  readonly wtUeXwapId?: UeXwapId | undefined;
} & (
  | { readonly cause: Cause; readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined }
  | { readonly cause?: Cause | undefined; readonly criticalityDiagnostics: CriticalityDiagnostics }
);

const ERROR: Names<ErrorIndication> = { ...PAIR, cause: true, criticalityDiagnostics: true };

/**
 * ERROR INDICATION, either way. TS 36.463, 8.6 and 9.1.11.
 * @throws EncodeError for ids out of range, names that there are not
 */
export function errorIndication(error: ErrorIndication): XwAPPDU {
  onlyNames('', error, ERROR);
  return xwapMessage('ErrorIndication', {
    'ENB-UE-XwAP-ID': ifGiven(error.enbUeXwapId, id => ueXwapId(id, 'enbUeXwapId')),
    'WT-UE-XwAP-ID': ifGiven(error.wtUeXwapId, id => ueXwapId(id, 'wtUeXwapId')),
    Cause: error.cause,
    CriticalityDiagnostics: error.criticalityDiagnostics,
  });
}

const RESET: Names<{ readonly cause: Cause }> = { cause: true };

/**
 * RESET, either way: drops all UE contexts, and with them their keys. TS 36.463, 8.7 and 9.1.12.
 * @throws EncodeError for names that there are not
 */
export function reset(message: { readonly cause: Cause }): XwAPPDU {
  onlyNames('', message, RESET);
  return xwapMessage('Reset', { Cause: message.cause });
}

/**
 * RESET RESPONSE. TS 36.463, 8.7 and 9.1.13.
 * @throws EncodeError for names that there are not
 */
export function resetResponse(answer: InterfaceAnswer = {}): XwAPPDU {
  onlyNames('', answer, ANSWER);
  return xwapMessage('ResetResponse', { CriticalityDiagnostics: answer.criticalityDiagnostics });
}

/** A private message of 1..65535 IEs, either way. */
export const privateMessage = (privateIEs: readonly PrivateIEField[]): XwAPPDU => ({
  choice: 'initiatingMessage',
  value: {
    procedureCode: 12,
    criticality: 'ignore',
    value: { type: 'PrivateMessage', value: { privateIEs } },
  },
});
