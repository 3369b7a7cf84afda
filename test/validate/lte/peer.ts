import { ETHER_TYPE, encodeEthernet } from '../../../src/codecs/link/ethernet.js';
import {
  encodeGsmtap,
  GSMTAP_LTE_RRC,
  GSMTAP_LTE_RRC_CHANNEL,
  GSMTAP_PORT,
} from '../../../src/codecs/link/gsmtap.js';
import { encodeIpv4, IP_PROTOCOL } from '../../../src/codecs/link/ipv4.js';
import { encodePdcpLteFraming } from '../../../src/codecs/link/pdcp-lte-framing.js';
import { encodeUdp } from '../../../src/codecs/link/udp.js';
import { bits } from '../../../src/codecs/per/index.js';
import type { SLTFResourceConfigR12 } from '../../../src/codecs/rrc/ie/sidelink.js';
import type {
  SLCommConfigR12,
  SLCommResourcePoolR12,
} from '../../../src/codecs/rrc/ie/sidelink-communication.js';
import type { SLDiscConfigR12 } from '../../../src/codecs/rrc/ie/sidelink-discovery.js';
import {
  type DLDCCHMessage,
  DlDcch,
  type LwaSetup,
  lwaReconfiguration,
  reconfigurationComplete,
  type ULDCCHMessage,
  UlDcch,
} from '../../../src/codecs/rrc/index.js';
import {
  encodeXwap,
  wtAdditionRequest,
  wtAdditionRequestAcknowledge,
  wtModificationRequest,
  wtModificationRequestAcknowledge,
  type XwAPPDU,
} from '../../../src/codecs/xwap/index.js';
import { deriveAlgorithmKey, deriveSKwt } from '../../../src/crypto/kdf3gpp.js';
import { protectSrb } from '../../../src/crypto/pdcp.js';
import type { Keys } from '../../../src/validate/index.js';
import { AP, key32, SSID, STATION } from '../peer.js';
import type { Sample } from '../rule-captures.js';
import { data, RAW, sctp } from '../xw/peer.js';

/** An eNB, the UE whose WLAN address is STATION, and the WT: what goes over Uu and Xw, and packets of it. */
export const KENB = key32(0x4b);
export const IDS = { enbUeXwapId: 1, wtUeXwapId: 5 };
/** What the validator is told of the UE. */
export const KENB_KEYS: Keys = { kenbs: [{ name: 'KeNB', kenb: KENB, station: STATION }] };
export const sKwtOf = (wtCounter: number, kenb = KENB): Uint8Array => deriveSKwt(kenb, wtCounter);

const ETHERNET = 1;
const ENB_MAC = Uint8Array.of(2, 0, 0, 0, 0xe0, 1);
const WT_MAC = Uint8Array.of(2, 0, 0, 0, 0xe0, 2);
const ENB_ADDRESS = Uint8Array.of(10, 255, 255, 254);
const UE_ADDRESS = Uint8Array.of(10, 0, 0, 1);
/** The framing is known by its signature, at any port. */
const PDCP_PORT = 9999;

/** An RRC message, down to the UE or up from it; octets where the codec builds none of its name. */
export type Rrc = { readonly down: DLDCCHMessage | Uint8Array } | { readonly up: ULDCCHMessage | Uint8Array };

const octetsOf = (rrc: Rrc): Uint8Array => {
  const message = 'up' in rrc ? rrc.up : rrc.down;
  if (message instanceof Uint8Array) return message;
  return 'up' in rrc ? UlDcch.encode(rrc.up as ULDCCHMessage) : DlDcch.encode(message as DLDCCHMessage);
};

const udp = (source: Uint8Array, destination: Uint8Array, port: number, payload: Uint8Array): Uint8Array =>
  encodeIpv4({
    dontFragment: true,
    protocol: IP_PROTOCOL.udp,
    source,
    destination,
    payload: encodeUdp({ sourcePort: port, destinationPort: port, payload }, { source, destination }),
  });

const onUu = (isUplink: boolean, port: number, payload: Uint8Array): Uint8Array =>
  isUplink ? udp(UE_ADDRESS, ENB_ADDRESS, port, payload) : udp(ENB_ADDRESS, UE_ADDRESS, port, payload);

/** The packet of raw IP with the octets of an RRC message in clear, over GSMTAP. */
export const gsmtap = (payload: Uint8Array, isUplink: boolean): Uint8Array =>
  onUu(
    isUplink,
    GSMTAP_PORT,
    encodeGsmtap({
      type: GSMTAP_LTE_RRC,
      timeslot: 0,
      pcsBand: false,
      uplink: isUplink,
      arfcn: 0,
      signalDbm: 0,
      signalNoiseDb: 0,
      frameNumber: 0,
      subType: isUplink ? GSMTAP_LTE_RRC_CHANNEL.ulDcch : GSMTAP_LTE_RRC_CHANNEL.dlDcch,
      antenna: 0,
      subSlot: 0,
      payload,
    }),
  );

/** How a PDU of SRB1 is protected, with 128-EIA2 and 128-EEA2. */
export interface Protection {
  readonly kenb: Uint8Array;
  readonly count: number;
  readonly ueId?: number;
  readonly isCiphered?: boolean;
}

const framed = (direction: 0 | 1, ueId: number, payload: Uint8Array): Uint8Array =>
  encodePdcpLteFraming({
    noHeader: false,
    plane: 'signalling',
    rohcCompression: false,
    tags: [
      { tag: 'direction', value: direction },
      { tag: 'channelId', value: 1 },
      { tag: 'ueId', value: ueId },
    ],
    payload,
  });

/** A PDU of SRB1 in Wireshark's framing, for UDP. */
export function pdcp(rrc: Rrc, { kenb, count, ueId = 1, isCiphered = true }: Protection): Uint8Array {
  const direction = 'up' in rrc ? 0 : 1;
  const keys = {
    bearer: 0,
    direction,
    integrity: { algorithm: 2, key: deriveAlgorithmKey(kenb, 'rrc-int', 2) },
    ciphering: { algorithm: isCiphered ? 2 : 0, key: deriveAlgorithmKey(kenb, 'rrc-enc', 2) },
  } as const;
  return framed(direction, ueId, protectSrb(keys, count, octetsOf(rrc)));
}

/** The first PDU of a connection, an RRCConnectionSetupComplete: security is not activated, so that MAC-I is zero. */
export const setUpComplete = (ueId = 1): Uint8Array =>
  framed(0, ueId, Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0));

/** The packet of raw IP from a collector that has one address for all: 127.0.0.`host`. */
export function collected(payload: Uint8Array, host = 1): Uint8Array {
  const loopback = Uint8Array.of(127, 0, 0, host);
  return udp(loopback, loopback, PDCP_PORT, payload);
}

/** Another interface than that of the first eNB and the first WT: the last octets of both addresses. */
export interface Via {
  readonly via?: { readonly enb?: number; readonly wt?: number };
}

interface Level {
  [name: string]: Level;
}

/** A reconfiguration with something in its IEs of v1250, in which sidelink is, right before those with the LWA configuration. */
const withV1250 = (message: DLDCCHMessage, part: object): DLDCCHMessage => {
  const copy = structuredClone(message);
  let ies = (copy as unknown as Level).message!.value!.value!.criticalExtensions!.value!.value!;
  for (let level = 0; level < 5; level++) ies = ies.nonCriticalExtension!;
  Object.assign(ies, part);
  return copy;
};

type Hopping = SLCommResourcePoolR12['dataHoppingConfig-r12'];

const commConfig = (numSubbands: Hopping['numSubbands-r12']): SLCommConfigR12 => {
  const tf: SLTFResourceConfigR12 = {
    'prb-Num-r12': 10,
    'prb-Start-r12': 0,
    'prb-End-r12': 49,
    'offsetIndicator-r12': { choice: 'small-r12', value: 0 },
    'subframeBitmap-r12': { choice: 'bs40-r12', value: bits('1'.repeat(40)) },
  };
  const pool: SLCommResourcePoolR12 = {
    'sc-CP-Len-r12': 'normal',
    'sc-Period-r12': 'sf40',
    'sc-TF-ResourceConfig-r12': tf,
    'data-CP-Len-r12': 'normal',
    'dataHoppingConfig-r12': {
      'hoppingParameter-r12': 504,
      'numSubbands-r12': numSubbands,
      'rb-Offset-r12': 0,
    },
  };
  return {
    'commTxResources-r12': {
      choice: 'setup',
      value: {
        choice: 'scheduled-r12',
        value: {
          'sl-RNTI-r12': bits('0011110000000001'),
          'mac-MainConfig-r12': { 'retx-BSR-TimerSL': 'sf320' },
          'sc-CommTxConfig-r12': pool,
        },
      },
    },
    // commTxAllowRelayDedicated-r13.
    _ext: [{ index: 0, value: Uint8Array.of(0x60) }],
  };
};

/** The same reconfiguration, of a UE that discovers others nearby, and talks to them. */
export const withSidelink = (message: DLDCCHMessage): DLDCCHMessage => {
  const disc: SLDiscConfigR12 = {
    'discTxResources-r12': { choice: 'setup', value: { choice: 'ue-Selected-r12', value: {} } },
  };
  return withV1250(message, { 'sl-DiscConfig-r12': disc, 'sl-CommConfig-r12': commConfig('ns1') });
};

const isSet = (octets: Uint8Array, bit: number): boolean => ((octets[bit >>> 3]! << (bit & 7)) & 0x80) !== 0;

/**
 * An RRCConnectionReconfiguration of which sl-CommConfig-r12, right before the IEs with its LWA configuration, cannot be read: its
 * numSubbands-r12 is a fourth of three values.
 */
export function hiding(message: DLDCCHMessage): Uint8Array {
  const [octets, other] = (['ns4', 'ns1'] as const).map(numSubbands =>
    DlDcch.encode(withV1250(message, { 'sl-CommConfig-r12': commConfig(numSubbands) })),
  ) as [Uint8Array, Uint8Array];
  // The first of two bits: ns4 is 10, ns1 is 00.
  let bit = 0;
  while (isSet(octets, bit) === isSet(other, bit)) bit++;
  octets[(bit + 1) >>> 3]! |= 0x80 >>> ((bit + 1) & 7);
  return octets;
}

/** What one packet shows, `ms` after the start of the capture. XwAP may be octets, where they are no message. */
export type Signal = { readonly ms: number } & (
  | (Rrc & {
      /** The KeNB under which it is protected, if that is not the one of the capture. */
      readonly kenb?: Uint8Array;
    })
  | ({ readonly enb: XwAPPDU | Uint8Array } & Via)
  | ({ readonly wt: XwAPPDU | Uint8Array } & Via)
  | { readonly mpdu: Uint8Array }
);

/**
 * The packets of signals, in their order: RRC over GSMTAP, XwAP over SCTP and Ethernet, MPDUs as they are.
 * @param kenb for RRC over PDCP, under this KeNB
 */
export function packetsOf(signals: readonly Signal[], kenb?: Uint8Array): Sample[] {
  /** COUNT of the next PDU in each direction, and TSN of the next chunk from each end. */
  const next = { up: 0, down: 0 };
  const nextTsn = new Map<string, number>();
  const onXw = (
    from: 'enb' | 'wt',
    value: XwAPPDU | Uint8Array,
    { enb = 1, wt = 65 }: NonNullable<Via['via']> = {},
  ): Uint8Array => {
    const flow = `${from} ${enb} ${wt}`;
    const tsn = nextTsn.get(flow) ?? 1;
    nextTsn.set(flow, tsn + 1);
    const chunk = data(tsn, value instanceof Uint8Array ? value : encodeXwap(value));
    return encodeEthernet({
      destination: from === 'enb' ? WT_MAC : ENB_MAC,
      source: from === 'enb' ? ENB_MAC : WT_MAC,
      etherType: ETHER_TYPE.ipv4,
      payload: sctp(from, [chunk], {
        enb: Uint8Array.of(192, 0, 2, enb),
        wt: Uint8Array.of(192, 0, 2, wt),
      }),
    });
  };
  return signals.map(signal => {
    const { ms } = signal;
    if ('mpdu' in signal) return { linkType: 105, bytes: signal.mpdu, ms };
    if ('enb' in signal) return { linkType: ETHERNET, bytes: onXw('enb', signal.enb, signal.via), ms };
    if ('wt' in signal) return { linkType: ETHERNET, bytes: onXw('wt', signal.wt, signal.via), ms };
    if (kenb === undefined) return { linkType: RAW, bytes: gsmtap(octetsOf(signal), 'up' in signal), ms };
    const direction = 'up' in signal ? 'up' : 'down';
    const pdu = pdcp(signal, { kenb: signal.kenb ?? kenb, count: next[direction]++ });
    return { linkType: RAW, bytes: onUu(direction === 'up', PDCP_PORT, pdu), ms };
  });
}

/** MPDUs, one a millisecond from `ms` on. */
export const onAir = (ms: number, mpdus: readonly Uint8Array[]): Signal[] =>
  mpdus.map((mpdu, i) => ({ ms: ms + i, mpdu }));

/**
 * The WT is asked for LWA resources for the UE, and gets an S-KWT with that.
 * @param wtUeXwapId of a UE that it has already
 */
export const addition = (
  sKwt: Uint8Array | undefined,
  { enbUeXwapId = IDS.enbUeXwapId, wtUeXwapId }: { enbUeXwapId?: number; wtUeXwapId?: number } = {},
): XwAPPDU =>
  wtAdditionRequest({
    enbUeXwapId,
    wtUeXwapId,
    ueIdentity: STATION,
    sKwt,
    bearers: [
      {
        erabId: 5,
        qos: { qci: 9, priorityLevel: 15 },
        enbTunnel: { address: Uint8Array.of(192, 0, 2, 1), teid: 1 },
      },
    ],
    mobilitySet: [{ bssid: AP, ssid: SSID }],
  });
export const acknowledge = (ids = IDS): XwAPPDU =>
  wtAdditionRequestAcknowledge({
    ...ids,
    admitted: [{ erabId: 5, wtTunnel: { address: Uint8Array.of(192, 0, 2, 65), teid: 5 } }],
  });
export const modification = (sKwt: Uint8Array, ids = IDS): XwAPPDU => wtModificationRequest({ ...ids, sKwt });

/** From 0 on: the WT is given the key of a WT Counter and then the UE that counter; both answer. */
export const setUp = (wtCounter: number, sKwt = sKwtOf(wtCounter)): Signal[] => [
  { ms: 0, enb: addition(sKwt) },
  { ms: 2, wt: acknowledge() },
  ...tellUe(4, wtCounter, 0),
];
/** The UE is told a WT Counter, which it confirms 20 ms later. @param lwa what else there is of the LWA configuration */
export const tellUe = (
  ms: number,
  wtCounter: number,
  transactionId = 1,
  lwa: Omit<LwaSetup, 'wtCounter'> = {},
): Signal[] => [
  { ms, down: lwaReconfiguration({ transactionId, wtCounter, ...lwa }) },
  { ms: ms + 20, up: reconfigurationComplete(transactionId) },
];
/** The UE is told a WT Counter, as with {@link tellUe}, in what cannot be read. */
export const tellUnread = (ms: number, wtCounter: number, transactionId = 1): Signal[] => [
  { ms, down: hiding(lwaReconfiguration({ transactionId, wtCounter })) },
  { ms: ms + 20, up: reconfigurationComplete(transactionId) },
];
/** The WT is given an S-KWT, which it acknowledges 2 ms later. */
export const tellWt = (ms: number, sKwt: Uint8Array): Signal[] => [
  { ms, enb: modification(sKwt) },
  { ms: ms + 2, wt: wtModificationRequestAcknowledge(IDS) },
];
