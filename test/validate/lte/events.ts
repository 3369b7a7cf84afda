import type { At } from '../../../src/validate/at.js';
import type { ValidationEvent } from '../../../src/validate/event.js';
import type { WtSKwtEvent, XwEnds } from '../../../src/validate/lte-events.js';
import type { Observation, Rule } from '../../../src/validate/rule.js';
import { newBss } from '../../../src/validate/session.js';
import { newSession, type SessionHost } from '../../../src/validate/session-host.js';
import type { RrcMessage } from '../../../src/validate/uu/message.js';
import { inFrames } from '../../../src/validate/wording.js';

/** A place: the frame is the time in milliseconds. */
export const at = (ms: number): At => ({ frame: ms, time: BigInt(ms) * 1_000_000n });
export const key = (octet: number): Uint8Array => new Uint8Array(32).fill(octet);
export const xw: XwEnds = { enb: '01', wt: '02', enbUeXwapId: '000001', wtUeXwapId: '000005' };

export const rrc = (
  ms: number,
  name: string,
  macI: 'none' | 'valid' | 'invalid' = 'none',
): ValidationEvent => {
  const message: RrcMessage = {
    name,
    transactionId: 0,
    handover: undefined,
    lwa: undefined,
    status: undefined,
    wlanMacAddress: undefined,
    algorithms: undefined,
    missing: [],
    isWhole: true,
    unread: undefined,
  };
  return {
    kind: 'rrc',
    ...at(ms),
    isUplink: true,
    message: macI === 'invalid' ? undefined : message,
    octets: undefined,
    macI,
  };
};

/** The UE is told a WT Counter, and confirms it if it does. */
export const tellUe = (
  ms: number,
  complete: number | undefined,
  wtCounter = 1,
  { sKwt = key(wtCounter), kenbEpoch = 1, isSure = true, isShared = false } = {},
): readonly ValidationEvent[] => [
  {
    kind: 'sKwt',
    side: 'ue',
    ...at(ms),
    wtCounter,
    setsUpLwa: false,
    kenbEpoch,
    candidates: [{ sKwt, kenb: 'KeNB #1' }],
    unseen: [],
    isSure,
    isShared,
  },
  {
    kind: 'rrcTransaction',
    what: 'reconfiguration',
    request: at(ms),
    complete: complete === undefined ? undefined : at(complete),
    ...at(complete ?? ms + 5000),
    isNeedless: false,
    wtCounter,
  },
];
export const tellWt = (
  ms: number,
  sKwt: Uint8Array,
  procedure: WtSKwtEvent['procedure'] = 'eNBInitiatedWTModification',
): ValidationEvent => ({
  kind: 'sKwt',
  side: 'wt',
  ...at(ms),
  xw,
  procedure,
  isRekey: procedure === 'eNBInitiatedWTModification',
  sKwt,
});
export const handover = (ms: number): ValidationEvent => ({
  kind: 'rrcTransaction',
  what: 'handover',
  request: at(ms),
  complete: at(ms + 50),
  ...at(ms + 50),
  isNeedless: false,
  wtCounter: undefined,
});
export const pmkInUse = (ms: number, message: 'M2' | 'M4', pmk: Uint8Array): ValidationEvent => ({
  kind: 'pmkInUse',
  ...at(ms),
  message,
  pmk,
});
export const status = (ms: number, what: 'successfulAssociation' | 'failureTimeout'): ValidationEvent => ({
  kind: 'statusReport',
  ...at(ms),
  status: what,
});
export const gap = (where: 'uu' | 'xw', from: number, to: number): ValidationEvent => ({
  kind: 'gap',
  where,
  from: at(from),
  ...at(to),
});
const host = (apart: bigint): SessionHost => ({
  reported: [],
  inFrames: frames => inFrames(frames),
  span: first => `${first}`,
  pmks: () => [],
  named: () => {},
  limits: {},
  clocksApart: () => apart,
  areOneClock: () => true,
  seenUntil: () => 1_000_000_000_000n,
  hasOtherAps: () => false,
  stranger: () => undefined,
  shownNetworks: () => [],
  begun: () => {},
  proven: () => {},
  watch: () => ({ emit: () => {}, isWatched: () => false }),
});

/**
 * What a rule observes in the events of one session.
 * @param apart nanoseconds up to which the order of two is not sure
 */
export const observed = (
  rule: Rule,
  events: readonly ValidationEvent[],
  apart = 0n,
): readonly Observation[] => {
  const session = newSession(newBss(new Uint8Array(6)), new Uint8Array(6), host(apart));
  const watcher = rule.watch(session);
  const end: ValidationEvent = { kind: 'end', ...at(1_000_000), of: session.journal.of };
  return [...events, end].flatMap(event => {
    session.emit(event);
    const handle = watcher[event.kind] as ((event: ValidationEvent) => Iterable<Observation>) | undefined;
    return [...(handle?.(event) ?? [])];
  });
};
