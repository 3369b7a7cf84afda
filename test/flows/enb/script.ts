import {
  capabilityEnquiryOf,
  DlDcch,
  reconfigurationComplete,
  reconfigurationOf,
  type UeCapability,
  UlDcch,
  ueCapabilityInformation,
  type WlanStatus,
  wlanConnectionStatusReport,
} from '../../../src/codecs/rrc/index.js';
import { plmnIdentity } from '../../../src/codecs/xwap/index.js';
import { createEnb } from '../../../src/flows/enb/enb.js';
import type { HandoverPrepared } from '../../../src/flows/enb/handover.js';
import { EnbBearer } from '../../../src/flows/enb/user-data.js';
import { createEngine, SECOND } from '../../../src/flows/engine/engine.js';
import { createLink, idealLink } from '../../../src/flows/engine/link.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import type { GtpEnd } from '../../../src/flows/ip/gtp-end.js';
import { createKeyLog } from '../../../src/flows/keys/key-log.js';
import { TARGET_CELL } from '../../../src/flows/legs/lte.js';
import { Meter } from '../../../src/flows/meter.js';
import { SECURITY_ACTIVATED, Srb } from '../../../src/flows/uu/srb.js';
import type { XwapEndpoint } from '../../../src/flows/xw/xwap-endpoint.js';

/** A GTP-U path that leads nowhere. */
export const noGtp = (): GtpEnd => ({ send() {}, receive: () => false, ended() {} });

/**
 * An eNB with one UE, which is played by this: it completes each reconfiguration at once.
 * @param options.capability what the UE can do, if the eNB has to ask it
 */
export function playEnb(
  xw: XwapEndpoint,
  { gtp = noGtp(), capability }: { readonly gtp?: GtpEnd; readonly capability?: UeCapability } = {},
) {
  const clock = createEngine();
  const enb = createEnb({
    clock,
    configuration: {
      id: { plmn: plmnIdentity('001', '01'), id: { macro: 1 } },
      ip: Uint8Array.of(192, 0, 2, 1),
      mobilitySet: [{ ssid: Uint8Array.of(0x6c) }],
      strategy: { order: 'ue-first' },
      keepsLwa: true,
      firstWtCounter: 0,
      pdcpSnLength: 18,
      associationTimer: 30,
      responseTimeout: SECOND,
      retryDelay: SECOND,
      x2Delay: 0,
    },
    xw,
    gtp,
    keyLog: createKeyLog(clock),
    note() {},
  });
  const tap = { show: (_: unknown, deliver: () => void) => deliver() };
  const kenb = new Uint8Array(32).fill(7);
  const { a, b } = createLink({
    clock,
    random: createRandom(1),
    quality: idealLink,
    tap: { observe: (_, deliver) => deliver() },
  });
  /** What the eNB says of LWA in each reconfiguration; that it sets up bearers where it says nothing. */
  const told: string[] = [];
  const receive = (rrc: Uint8Array): void => {
    const message = DlDcch.decode(rrc);
    const enquiry = capabilityEnquiryOf(message);
    if (enquiry !== undefined) {
      told.push('capability enquiry');
      srb.send(UlDcch.encode(ueCapabilityInformation({ ...capability, transactionId: enquiry })));
      return;
    }
    const reconfiguration = reconfigurationOf(message)!;
    told.push(reconfiguration.lwa?.choice ?? 'bearers');
    srb.send(UlDcch.encode(reconfigurationComplete(reconfiguration.transactionId)));
  };
  const srb = new Srb({
    link: a,
    side: 'ue',
    kenb,
    keyRow: 1,
    next: SECURITY_ACTIVATED,
    keysDerived() {},
    tap,
    receive,
  });
  const connected = {
    station: Uint8Array.of(2, 0, 0, 0, 0, 1),
    wlanMacAddress: Uint8Array.of(2, 0, 0, 0, 0, 1),
    kenb,
    tap,
    bearer: new EnbBearer(
      { clock, userData: { interval: 0, length: 0, isOver: true }, drb: { drbId: 1, snLength: 18 } },
      new Meter(clock, () => {}),
    ),
  };
  const known = capability === undefined ? connected : { ...connected, wlanMacAddress: undefined };
  const add = (): { readonly number: number; readonly cRnti: number } =>
    enb.addUe({ ...known, cell: TARGET_CELL });
  /** What it answers another eNB that asks for a handover without WT change. */
  const prepareHandover = (): readonly (HandoverPrepared | undefined)[] => {
    const answers: (HandoverPrepared | undefined)[] = [];
    enb.prepareHandover({ ...connected, target: TARGET_CELL, wtUeXwapId: 1 }, answer => answers.push(answer));
    return answers;
  };
  const attach = (): number => {
    const { number, cRnti } = add();
    enb.attach(cRnti, b);
    return number;
  };
  const report = (status: WlanStatus): void => srb.send(UlDcch.encode(wlanConnectionStatusReport(status)));
  return { clock, enb, told, add, attach, prepareHandover, report };
}
