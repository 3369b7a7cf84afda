import {
  type DLDCCHMessage,
  DlDcch,
  type Handover,
  handoverCommand,
  type LwaSetup,
  lwaReconfiguration,
  UlDcch,
  wlanStatusOf,
} from '../../../src/codecs/rrc/index.js';
import { createEngine, SECOND } from '../../../src/flows/engine/engine.js';
import { createLink, idealLink } from '../../../src/flows/engine/link.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { kenbStarOf } from '../../../src/flows/keys/derived.js';
import { createKeyLog } from '../../../src/flows/keys/key-log.js';
import type { Pmk } from '../../../src/flows/keys/wlan.js';
import { UeRrc, type UeRrcCommon, type UeWlan } from '../../../src/flows/ue/rrc.js';
import { type DrbConfiguration, NOTHING_SENT } from '../../../src/flows/user-data.js';
import { type NextCounts, REESTABLISHED, SECURITY_ACTIVATED, Srb } from '../../../src/flows/uu/srb.js';

export const EARFCN_DL = 1300;
const SOURCE = { pci: 1, earfcnDl: EARFCN_DL };
const ADDRESS = Uint8Array.of(2, 0, 0, 0, 0, 0xa);

/** The RRC of a UE whose WLAN part only keeps what it is told, and the eNB's end of its SRB. */
export function playUeRrc(
  common: Partial<Pick<UeRrcCommon, 'processing' | 'interruption' | 'reassociatesItself'>> = {},
) {
  const clock = createEngine();
  const told: string[] = [];
  /** What S-KWTs were derived from, the bearers that there are, and whether LWA carries them: as often as it was said. */
  const derived: { kenb: Uint8Array; wtCounter: number }[] = [];
  const drbs: DrbConfiguration[] = [];
  const carried: boolean[] = [];
  let sKwt = { name: 'S-KWT' } as Pmk;
  let inUse: { ptk: Uint8Array; pmk: Pmk } | undefined;
  const wlan: UeWlan = {
    address: ADDRESS,
    takeWtCounter(kenb, wtCounter) {
      derived.push({ kenb, wtCounter });
      sKwt = { name: `S-KWT ${derived.length}` } as Pmk;
      return sKwt;
    },
    state: () => ({
      associations: 0,
      inUse,
      sKwt: undefined,
      isInVain: false,
      first: undefined,
      uplinkSent: NOTHING_SENT,
      isLwa: true,
    }),
    start: () => told.push('start'),
    reassociate: () => told.push('reassociate'),
    leaveIfForbidden: () => told.push('leave if forbidden'),
    leave: () => told.push('leave'),
    configureDrb: drb => void drbs.push(drb),
    carryByLwa: isLwa => void carried.push(isLwa),
  };
  const tap = { show: (_: unknown, deliver: () => void) => deliver() };
  const { a, b } = createLink({
    clock,
    random: createRandom(1),
    quality: idealLink,
    tap: { observe: (_, deliver) => deliver() },
  });
  const accesses: string[] = [];
  /** Those that the UE has completed. */
  const transactions: number[] = [];
  let kenb: Uint8Array = new Uint8Array(32).fill(7);
  let cell = SOURCE;
  const rrc = new UeRrc(
    {
      clock,
      keyLog: createKeyLog(clock),
      processing: 0,
      interruption: 0,
      toldAddress: own => own,
      reassociatesItself: false,
      ...common,
    },
    {
      ...tap,
      wlan,
      access(pci, cRnti) {
        accesses.push(`PCI ${pci}, C-RNTI ${cRnti}`);
        return a;
      },
    },
    { kenb, cell, cRnti: 61 },
  );
  const receive = (octets: Uint8Array): void => {
    const message = UlDcch.decode(octets);
    const { choice, value } = message.message;
    if (choice === 'c1' && value.choice === 'rrcConnectionReconfigurationComplete')
      transactions.push(value.value['rrc-TransactionIdentifier']);
    told.push(wlanStatusOf(message) ?? 'complete');
  };
  const srbUnder = (key: Uint8Array, next: NextCounts): Srb =>
    new Srb({ link: b, side: 'enb', kenb: key, keyRow: 1, next, keysDerived() {}, tap, receive });
  let srb = srbUnder(kenb, SECURITY_ACTIVATED);
  const since = (seconds: number): readonly string[] => {
    const from = told.length;
    clock.run(clock.now + seconds * SECOND);
    return told.slice(from);
  };
  const send = (message: DLDCCHMessage): void => srb.send(DlDcch.encode(message));
  return {
    rrc,
    told,
    derived,
    drbs,
    carried,
    accesses,
    transactions,
    send,
    since,
    /** The KeNB that the eNB has. */
    kenb: () => kenb,
    /** What follows a message, for some seconds. */
    tell(message: DLDCCHMessage, seconds = 1) {
      told.length = 0;
      send(message);
      return since(seconds);
    },
    /** What follows a configuration of LWA, for some seconds. */
    configure(lwa: LwaSetup, seconds = 1) {
      told.length = 0;
      send(lwaReconfiguration({ transactionId: 0, ...lwa }));
      return since(seconds);
    },
    /**
     * A handover, by default to a cell of the same carrier; the UE's link is the same there.
     * @param behind what the source cell sends behind the command
     */
    handOver(options: Partial<Handover> = {}, behind?: DLDCCHMessage) {
      const { targetCell = 2, carrier } = options;
      send(handoverCommand({ targetCell, newCRnti: 62, nextHopChainingCount: 0, ...options }));
      if (behind !== undefined) send(behind);
      cell = { pci: targetCell, earfcnDl: carrier?.downlink ?? cell.earfcnDl };
      kenb = kenbStarOf(kenb, cell.pci, cell.earfcnDl);
      srb = srbUnder(kenb, REESTABLISHED);
    },
    /** The WLAN takes a key into use: from the S-KWT of late, or another. */
    connect(pmk: Pmk = sKwt) {
      inUse = { ptk: new Uint8Array(48), pmk };
      rrc.wlanConnected(pmk);
    },
  };
}
