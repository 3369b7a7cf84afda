import { EncodeError } from '../../codecs/error.js';
import { IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import { xwSetupResponse } from '../../codecs/xwap/build/interface.js';
import { plmnIdentity } from '../../codecs/xwap/build/values.js';
import { maxnoofWLANIdentifierItems } from '../../codecs/xwap/constants.js';
import { encodeXwap } from '../../codecs/xwap/pdu.js';
import { createLink, type LinkQuality } from '../engine/link.js';
import { tamperedBy, type XwMessage } from '../engine/tamper.js';
import type { Tap } from '../engine/tap.js';
import { createGtpEnd, type GtpEnd } from '../ip/gtp-end.js';
import { endsByProtocol, type NodeAddress } from '../ip/ipv4.js';
import type { Stage } from '../scenario.js';
import { createSctpEnd } from '../sctp/association.js';
import type { SctpEnd } from '../sctp/end.js';
import { RECEIVER_ROOM } from '../sctp/packet.js';
import { createWtXw, type WtXw, type WtXwOptions } from '../wt/xw.js';
import { createXwapEndpoint, type XwapEndpoint } from '../xw/xwap-endpoint.js';
import type { Wlan } from './wlan.js';

export const PLMN = /* @__PURE__ */ plmnIdentity('001', '01');
/** Addresses for documentation: RFC 5737, TEST-NET-1, and locally administered ones. */
export const enbNode = (number: number): NodeAddress => ({
  mac: Uint8Array.of(2, 0x65, 0x4e, 0, 0, number),
  ip: Uint8Array.of(192, 0, 2, number),
});
const WT_NODE: NodeAddress = {
  mac: /* @__PURE__ */ Uint8Array.of(2, 0x57, 0x54, 0xff, 0, 1),
  ip: /* @__PURE__ */ Uint8Array.of(192, 0, 2, 65),
};

/** How the WT answers an XwSetupRequest. @throws EncodeError where it has more BSSs than the answer can name */
const setUpResponseOf = (
  bssids: readonly Uint8Array[],
  ssid: Uint8Array,
  ues: number,
): WtXwOptions['setUpResponse'] => {
  const wlans = bssids.map(bssid => ({ bss: { bssid }, ssid }));
  const response: WtXwOptions['setUpResponse'] = criticalityDiagnostics =>
    xwSetupResponse({ wtId: { plmn: PLMN, shortId: 1 }, wlans, criticalityDiagnostics });
  if (wlans.length > maxnoofWLANIdentifierItems || encodeXwap(response(undefined)).length > RECEIVER_ROOM)
    throw new EncodeError(
      'parameters.uesPerBss',
      `is too small: it makes ${wlans.length} BSSs for ${ues} UEs, which no XwSetupResponse can name together`,
    );
  return response;
};

/** An eNB's end of its Xw interface to the WT. */
interface EnbEnd {
  readonly xw: XwapEndpoint;
  readonly gtp: GtpEnd;
}

/** What Xw interfaces are to be like. */
interface XwSetUp {
  readonly tap: Tap;
  readonly quality: LinkQuality;
  readonly wlan: Wlan;
  readonly ssid: Uint8Array;
  /** How many WT Modification Requests of each UE the WT refuses. */
  readonly refusals: number;
}

/** The Xw interfaces of a WT. */
interface XwLeg {
  readonly wtXw: WtXw;
  /** Adds one, to the eNB of that number, from 1. */
  addInterface(number: number): EnbEnd;
}

/** Makes ready the WT of a WLAN for its Xw interfaces. @throws EncodeError where the WT has more BSSs than it can name */
export function setUpXw(
  { engine: clock, recorder, random: ofStage, tamper }: Stage,
  { tap, quality, wlan, ssid, refusals }: XwSetUp,
): XwLeg {
  const wtXw = createWtXw({
    wt: wlan.wt,
    setUpResponse: setUpResponseOf(wlan.bssids, ssid, wlan.ues.length),
    ip: WT_NODE.ip,
    refusals,
    note: recorder.note,
  });
  /** What an end is given to send goes by way of the hook, if there is one. */
  const tampered = (end: SctpEnd, about: Pick<XwMessage, 'from' | 'enb'>): SctpEnd => {
    if (tamper.xw === undefined) return end;
    const sendTampered = tamperedBy(tamper.xw, clock, 'xw', about);
    const { send } = end;
    end.send = (stream, octets) => void sendTampered(octets, one => send(stream, one));
    return end;
  };
  const addInterface = (number: number): EnbEnd => {
    const random = ofStage.split(`xw ${number}`);
    const own = enbNode(number);
    const link = createLink({ clock, random: random.split('link'), quality, tap });
    const [atEnb, atWt] = [endsByProtocol(link.a), endsByProtocol(link.b)];
    const [enbEnd, wtEnd] = [
      { own, peer: WT_NODE },
      { own: WT_NODE, peer: own },
    ];
    const { sctp: SCTP, udp: UDP } = IP_PROTOCOL;
    const sctp = createSctpEnd({ ...enbEnd, clock, numbers: random.numbers('enb'), link: atEnb(SCTP) });
    const wtSctp = createSctpEnd({ ...wtEnd, clock, numbers: random.numbers('wt'), link: atWt(SCTP) });
    wtXw.serve(
      createXwapEndpoint(tampered(wtSctp, { from: 'wt', enb: number })),
      createGtpEnd({ ...wtEnd, clock, link: atWt(UDP) }),
    );
    return {
      xw: createXwapEndpoint(tampered(sctp, { from: 'enb', enb: number })),
      gtp: createGtpEnd({ ...enbEnd, clock, link: atEnb(UDP) }),
    };
  };
  return { wtXw, addInterface };
}
