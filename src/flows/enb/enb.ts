import { ueCapabilityEnquiry } from '../../codecs/rrc/build/capability.js';
import { DlDcch } from '../../codecs/rrc/dl-dcch.js';
import type { WlanStatus } from '../../codecs/rrc/index.js';
import { wlanStatusOf } from '../../codecs/rrc/read.js';
import { lwaParametersOf } from '../../codecs/rrc/ue-eutra-capability.js';
import { type ULDCCHMessage, UlDcch } from '../../codecs/rrc/ul-dcch.js';
import { xwSetupRequest } from '../../codecs/xwap/build/interface.js';
import { type Clock, SECOND } from '../engine/engine.js';
import { ifDecodable } from '../engine/if-decodable.js';
import type { GtpEnd } from '../ip/gtp-end.js';
import { sKwtOf } from '../keys/derived.js';
import type { KeyLog } from '../keys/key-log.js';
import { SECURITY_ACTIVATED, Srb } from '../uu/srb.js';
import type { XwapEndpoint } from '../xw/xwap-endpoint.js';
import { createArrivals } from './arrivals.js';
import type { EnbConfiguration } from './configuration.js';
import { createHandovers } from './handover.js';
import type { Enb } from './interface.js';
import { createRekey } from './rekey.js';
import { createLwaMessages } from './rrc.js';
import { begin, type ConnectedUe, createEnbUe, type EnbUe, finish, takeTransaction } from './ue-context.js';
import { createEnbTunnels } from './user-data.js';
import { createWtProcedures } from './wt-procedures.js';
import { createEnbXw } from './xw.js';

/** The identifier, 0 to 3, of the transaction that a message ends; undefined for one that is no answer. */
const answeredTransaction = ({ message }: ULDCCHMessage): number | undefined =>
  message.choice === 'c1' &&
  (message.value.choice === 'rrcConnectionReconfigurationComplete' ||
    message.value.choice === 'ueCapabilityInformation')
    ? message.value.value['rrc-TransactionIdentifier']
    : undefined;

/** After these a UE has given the WLAN up (TS 36.331, 5.6.15); one that is suspended comes back by itself. */
const FAILURES: readonly (WlanStatus | undefined)[] = [
  'failureWlanRadioLink',
  'failureWlanUnavailable',
  'failureTimeout',
];

/** From the loss of Xw, or a set-up in vain, to the next: free (srsRAN 4G, s1_connect_timer). */
const RECONNECT = 10 * SECOND;

/** An eNB, which asks its WT for an Xw interface at once. */
export function createEnb(options: {
  readonly clock: Clock;
  readonly configuration: EnbConfiguration;
  /** Xw-C and Xw-U. */
  readonly xw: XwapEndpoint;
  readonly gtp: GtpEnd;
  readonly keyLog: KeyLog;
  readonly note: (text: string) => void;
}): Enb {
  const { clock, configuration, xw, gtp, keyLog, note } = options;
  const tunnels = createEnbTunnels(clock, gtp);
  /** By ENB UE XwAP ID less 1: one that has had several is there as often. */
  const ues: EnbUe[] = [];
  const arrivals = createArrivals();
  /** Nothing can be asked of the WT until Xw is set up (TS 36.463, 8.2). */
  let xwState: 'asked for' | 'set up' | 'lost' = 'asked for';
  /** UEs whose LWA is to begin then, and whether what is decided on behind that waits for it: not for an Xw that was lost. */
  const awaitingXw = new Map<EnbUe, boolean>();

  const enbXw = createEnbXw(clock, xw, configuration.responseTimeout, {
    ues,
    crosses: (ue, isUplink) => enb.xwapCrosses(ue.station, isUplink),
    isSetUp() {
      xwState = 'set up';
      const awaiting = [...awaitingXw];
      awaitingXw.clear();
      for (const [ue, isHeld] of awaiting)
        if (isHeld) startLwa(ue);
        else begin(ue, () => startLwa(ue));
    },
    isAssociated(ue) {
      note('the WT confirms to the eNB that the UE is associated');
      ue.bearer.downlink = lwaap => tunnels.send(ue, lwaap);
      ue.bearer.start();
    },
    isLost() {
      xwState = 'lost';
      for (const [ue, isHeld] of awaitingXw) if (isHeld) awaitXw(ue);
      note('Xw is lost: the eNB ends LWA');
      clock.after(RECONNECT, setUpXw);
    },
    isUnknown(ue) {
      note('the WT does not know the UE: the eNB releases LWA');
      wt.lose(ue);
      endLwa(ue);
    },
    connectionsEnded(ended, why) {
      for (const ue of ended) {
        wt.end(ue);
        endLwa(ue, why);
      }
    },
    releaseLwa: (ue, why) => endLwa(ue, why),
    note,
  });
  /** The first message of an association (TS 36.463, 8.2). */
  const requestXw = (): void => xw.send(xwSetupRequest(configuration.id), 'common');
  const setUpXw = (): void => {
    requestXw();
    xw.connect();
  };
  const wt = createWtProcedures(configuration, tunnels, enbXw, {
    renumber(ue) {
      ue.enbUeXwapId = ues.push(ue);
    },
    note,
  });

  /** Sends an RRCConnectionReconfiguration; `completed` follows its Complete. @param comment on it in the capture */
  const reconfigure = (
    ue: EnbUe,
    comment: string,
    encoded: (transactionId: number) => Uint8Array,
    completed: () => void,
  ): void => {
    ue.srb?.send(encoded(takeTransaction(ue, completed)), [comment]);
  };

  const receive = (ue: EnbUe, rrc: Uint8Array): void => {
    const message = ifDecodable(() => UlDcch.decode(rrc));
    if (message === undefined) return;
    const transactionId = answeredTransaction(message);
    if (transactionId !== undefined) {
      const answered = ue.transactions[transactionId];
      ue.transactions[transactionId] = undefined;
      answered?.(message);
      return;
    }
    const status = wlanStatusOf(message);
    if (!FAILURES.includes(status) || !ue.hasLwa) return;
    note(`the UE reports ${status}: the eNB releases LWA`);
    endLwa(ue);
  };

  const takeWtCounter = (ue: EnbUe): { wtCounter: number; sKwt: Uint8Array } => {
    const wtCounter = ue.nextWtCounter++;
    return { wtCounter, sKwt: sKwtOf(ue.kenb, wtCounter) };
  };

  const releaseLwa = (ue: EnbUe, why = ''): void => {
    // Both WT and UE may have been the first to end it.
    if (!ue.hasLwa) {
      finish(ue);
      return;
    }
    ue.hasLwa = false;
    reconfigure(ue, `the eNB releases LWA${why}`, lwaMessages.release, () => finish(ue));
    wt.release(ue);
  };

  /** Releases LWA as soon as the procedures of the UE let it; a re-key that only waits is over. @param why as for `releaseLwa` */
  const endLwa = (ue: EnbUe, why?: string): void => {
    begin(ue, () => releaseLwa(ue, why));
    rekey.abandon(ue);
  };

  gtp.ended = ({ ip, teid }) => {
    const ue = ues.find(({ wtTunnel }) => wtTunnel?.teid === teid && wtTunnel.ip === ip);
    if (ue === undefined) return;
    note('the WT has no such tunnel: the eNB releases LWA');
    ue.wtTunnel = undefined;
    ue.bearer.downlink = undefined;
    endLwa(ue);
  };

  const lwaMessages = createLwaMessages(configuration);

  /** What a UE has without LWA too, and is to have before a handover (TS 36.331, 5.3.5.2): SRB2 and the DRB. */
  const establishBearers = (ue: EnbUe, established: () => void): void => {
    if (ue.hasDrb) {
      established();
      return;
    }
    ue.hasDrb = true;
    reconfigure(ue, 'SRB2 and the DRB, without LWA', lwaMessages.establish, established);
  };

  const awaitXw = (ue: EnbUe): void => {
    awaitingXw.set(ue, xwState === 'asked for');
    if (xwState !== 'asked for') finish(ue);
  };

  /** UE capability transfer (TS 36.331, 5.6.3): LWA begins if the UE can it. */
  const askCapability = (ue: EnbUe): void => {
    const transactionId = takeTransaction(ue, answer => {
      const lwa = lwaParametersOf(answer);
      if (lwa?.['lwa-r13'] === 'supported') ue.wlanMacAddress = lwa['wlan-MAC-Address-r13'];
      if (ue.wlanMacAddress === undefined) establishBearers(ue, () => finish(ue));
      else startLwa(ue);
    });
    ue.srb?.send(DlDcch.encode(ueCapabilityEnquiry(['eutra'], transactionId)), [
      'the eNB asks what the UE can do',
    ]);
  };

  const startLwa = (ue: EnbUe): void => {
    if (xwState !== 'set up') {
      establishBearers(ue, () => (xwState === 'set up' ? startLwa(ue) : awaitXw(ue)));
      return;
    }
    const { wlanMacAddress } = ue;
    if (wlanMacAddress === undefined) {
      askCapability(ue);
      return;
    }
    const { wtCounter, sKwt } = takeWtCounter(ue);
    wt.add(ue, { wlanMacAddress, sKwt }, isAdded => {
      if (!isAdded) {
        establishBearers(ue, () => finish(ue));
        return;
      }
      const { hasDrb } = ue;
      ue.hasDrb = true;
      ue.hasLwa = true;
      reconfigure(
        ue,
        `LWA begins: WT Counter ${wtCounter} under ${ue.kenbName}`,
        transactionId => lwaMessages.start(transactionId, wtCounter, hasDrb),
        () => finish(ue),
      );
    });
  };

  const rekey = createRekey(clock, configuration, {
    takeWtCounter,
    tellUe: (ue, wtCounter, comment, completed) =>
      reconfigure(ue, comment, transactionId => lwaMessages.rekey(transactionId, wtCounter), completed),
    tellWt: wt.giveSKwt,
    renewKenb: (ue, why) => handOver(ue, ue.cell, `, the same cell${why}`),
    releaseLwa,
    note,
  });

  const addContext = (connected: ConnectedUe): EnbUe => {
    const ue = createEnbUe(ues.length + 1, connected, configuration.firstWtCounter);
    ues.push(ue);
    return ue;
  };

  const { handOver, handOverTo, prepareHandover } = createHandovers(clock, configuration, {
    addContext,
    expect: arrivals.expect,
    isXwSetUp: () => xwState === 'set up',
    reconfigure,
    addToWt: wt.add,
    releaseWt: wt.release,
    sendDownlink: tunnels.send,
    rekey: ue => rekey.begin(ue),
    startLwa: ue => startLwa(ue),
  });

  /** What is decided on from outside; of all else it is known what it follows from. */
  const decide = (number: number, start: (ue: EnbUe) => void): void => {
    const ue = ues[number - 1]!;
    if (ue.isHandedOver) return;
    enb.decided(ue.station);
    begin(ue, () => {
      enb.begins(ue.station);
      start(ue);
    });
  };

  const enb: Enb = {
    attach(cRnti, link) {
      const arrival = arrivals.take(cRnti);
      if (arrival === undefined) return undefined;
      const { ue, kenb, cell, next } = arrival;
      if (kenb !== ue.kenb) ue.nextWtCounter = 0;
      ue.kenb = kenb;
      ue.cell = cell;
      const { name, keyRow } = keyLog.kenb('enb', ue.station, kenb, cell.pci);
      ue.kenbName = name;
      ue.srb = new Srb({
        link,
        side: 'enb',
        kenb,
        keyRow,
        next,
        keysDerived: keyLog.rrcKeys,
        tap: ue.tap,
        receive: rrc => receive(ue, rrc),
      });
      return ue.enbUeXwapId;
    },
    addUe(connected) {
      const ue = addContext(connected);
      return { number: ue.enbUeXwapId, cRnti: arrivals.expect(ue, ue.kenb, ue.cell, SECURITY_ACTIVATED) };
    },
    startLwa: number => decide(number, startLwa),
    rekey: number => decide(number, rekey.begin),
    handOver: (number, target) => decide(number, ue => handOver(ue, target)),
    handOverTo: (neighbour, number, target) =>
      decide(number, ue => handOverTo(ue, neighbour.prepareHandover, target)),
    prepareHandover,
    *underWay() {
      for (const { station, isBusy, isHandedOver } of ues) if (isBusy && !isHandedOver) yield station;
    },
    decided: () => {},
    begins: () => {},
    xwapCrosses: () => {},
  };
  requestXw();
  return enb;
}
