import {
  decodeXwap,
  encodeXwap,
  plmnIdentity,
  viewXwap,
  wtAdditionRequest,
  type XwAPPDU,
  type XwapView,
  xwSetupResponse,
} from '../../../src/codecs/xwap/index.js';
import type { GtpEnd } from '../../../src/flows/ip/gtp-end.js';
import type { Pmk } from '../../../src/flows/keys/wlan.js';
import type { SctpEnd } from '../../../src/flows/sctp/end.js';
import type { Wt } from '../../../src/flows/wt/wt.js';
import { createWtXw } from '../../../src/flows/wt/xw.js';
import { createXwapEndpoint } from '../../../src/flows/xw/xwap-endpoint.js';
import { noGtp } from '../enb/script.js';

/** An association of which this end is played by a test. */
export interface ScriptedXw {
  readonly sctp: SctpEnd;
  /** Gives the actor a message, and gives what it sends until it has taken it. */
  tell(message: XwAPPDU | Uint8Array): readonly XwapView[];
  /** What the actor has sent, to the last. */
  readonly sent: XwapView[];
  /** … and on which streams. */
  readonly streams: readonly number[];
  /** How often it has set the association up. */
  connections(): number;
}

/** The WLANs of the WT, and the first UE that it is asked to add. */
export const wlans = [{ ssid: Uint8Array.of(0x6c) }];
export const addition = wtAdditionRequest({
  enbUeXwapId: 1,
  ueIdentity: Uint8Array.of(2, 0, 0, 0, 0, 1),
  sKwt: new Uint8Array(32),
  bearers: [
    {
      erabId: 5,
      qos: { qci: 9, priorityLevel: 15 },
      drbIdentity: 1,
      enbTunnel: { address: Uint8Array.of(192, 0, 2, 1), teid: 1 },
    },
  ],
  mobilitySet: wlans,
});
export const pair = { enbUeXwapId: 1, wtUeXwapId: 1 };

export function scriptXw(): ScriptedXw {
  const sent: XwapView[] = [];
  const streams: number[] = [];
  let connections = 0;
  const sctp: SctpEnd = {
    connect: () => void connections++,
    send(stream, octets) {
      sent.push(viewXwap(decodeXwap(octets)));
      streams.push(stream);
    },
    receive() {},
    lost() {},
  };
  return {
    sctp,
    sent,
    streams,
    connections: () => connections,
    tell(message) {
      const from = sent.length;
      sctp.receive(message instanceof Uint8Array ? message : encodeXwap(message));
      return sent.slice(from);
    },
  };
}

/** The Xw part of a WT, whose WLAN part is played by this: it keeps what it is told. */
export function playWt() {
  const told: string[] = [];
  const held = new Map<string, Pmk>();
  const wt: Wt = {
    start() {},
    addUe(station, sKwt) {
      held.set(station.join(), { name: `key ${sKwt[0]}` } as Pmk);
      told.push(`adds ${station[5]}`);
    },
    removeUe(station) {
      held.delete(station.join());
      told.push(`removes ${station[5]}`);
    },
    setSKwt(station, sKwt) {
      held.set(station.join(), { name: `key ${sKwt[0]}` } as Pmk);
      told.push(`re-keys ${station[5]}`);
    },
    renewGroupKeys() {},
    sendToAll() {},
    sendLwaap() {},
    keyInUse() {},
    lwaapArrived() {},
    inUse: () => undefined,
    sKwt: station => held.get(station.join()),
  };
  const xw = createWtXw({
    wt,
    setUpResponse: criticalityDiagnostics =>
      xwSetupResponse({
        wtId: { plmn: plmnIdentity('001', '01'), shortId: 1 },
        wlans: [{ ssid: Uint8Array.of(0x6c) }],
        criticalityDiagnostics,
      }),
    ip: Uint8Array.of(192, 0, 2, 65),
    refusals: 0,
    note() {},
  });
  const connect = (gtp: GtpEnd = noGtp()): ScriptedXw => {
    const script = scriptXw();
    xw.serve(createXwapEndpoint(script.sctp), gtp);
    return script;
  };
  return { wt, xw, told, connect };
}
