import { toHex } from '../../codecs/hex.js';
import type { Kenb, KenbRing } from './kenb.js';
import type { HandoverCommand } from './message.js';

/** The KeNBs that a UE may have at some time. */
export interface KenbState {
  readonly candidates: readonly Kenb[];
  /** Whether the right one is among them for sure. */
  readonly isSure: boolean;
  /** The number of KeNBs before, as far as the capture shows. */
  readonly epoch: number;
}

/** Follows the KeNB of a UE through its handovers (TS 33.401, 7.2.8). */
export interface KenbChain {
  readonly state: KenbState;
  /** The UE is to have another KeNB. */
  handOver(handover: HandoverCommand): void;
  /** The UE has another KeNB, and nothing tells which: security was activated anew, or the connection re-established. */
  restart(): void;
  /** The UE may have another KeNB, or the same: a message is not read where it may command a handover. */
  doubt(): void;
  /** A MAC-I, an S-KWT or a MIC proves that the UE has this one. */
  prove(kenb: Kenb): void;
  /** A key proves that the UE had been handed over unseen, to this KeNB; without one, nothing tells to which. */
  correct(kenb: Kenb | undefined): void;
  /** Whether the UE had this one before: it never comes back to it. */
  hasLeft(kenb: Kenb): boolean;
}

/** KeNBs from which those after a handover are derived: of more, nothing is known but those that were given. */
const MAX_CANDIDATES = 64;

/** The state of a UE that is known to have this WLAN address, as hex. What is proven stands against the station that was given. */
export function narrowed(state: KenbState, station: string, ring: KenbRing): KenbState {
  const { candidates, isSure, epoch } = state;
  if (isSure && candidates.length === 1) return state;
  const own = ring.ofStation(station);
  const kept = candidates === ring.given ? own : candidates.filter(kenb => kenb.station === station);
  if (kept.length === 0)
    return { candidates: candidates.filter(kenb => kenb.station === undefined), isSure, epoch };
  return { candidates: kept, isSure: isSure || (epoch === 0 && own.length > 0), epoch };
}

/** The KeNBs of a UE of which nothing is known: it may have any of those given. */
export function newKenbChain(ring: KenbRing): KenbChain {
  let state: KenbState = { candidates: ring.given, isSure: false, epoch: 0 };
  const past = new Set<string>();

  /** What comes after is another KeNB. */
  const leave = (): void => {
    const [only, ...others] = state.candidates;
    if (only !== undefined && others.length === 0) past.add(toHex(only.octets));
  };

  return {
    get state() {
      return state;
    },
    handOver: handover => {
      const { candidates, epoch } = state;
      if (candidates.length > MAX_CANDIDATES) {
        state = { candidates: ring.given, isSure: false, epoch: epoch + 1 };
        return;
      }
      const [only] = candidates;
      leave();
      const next = new Map<string, Kenb>();
      const isNew = ({ octets }: Kenb): boolean => !past.has(toHex(octets));
      const take = (kenb: Kenb): void => {
        const id = toHex(kenb.octets);
        if (isNew(kenb) && !next.has(id)) next.set(id, kenb);
      };
      const steps = candidates.map(kenb => ({
        ...ring.after(kenb, handover),
        given: ring.ofCell(kenb, handover.targetPci).filter(isNew),
      }));
      for (const one of steps.flatMap(({ kenbs }) => kenbs)) take(one);
      const isDerived = state.isSure && steps.every(({ whether }) => whether === 'sure');
      const isGiven = state.isSure && !isDerived && steps.every(({ given }) => given.length > 0);
      const isAssumed = state.isSure && steps.every(({ whether }) => whether !== 'open');
      if (isGiven) for (const one of steps.flatMap(({ given }) => given)) take(one);
      const station = only?.station;
      // Where all that it may be is known, another that was given is another UE's.
      if (!isDerived && !isGiven && candidates.every(kenb => kenb.station === station))
        for (const kenb of station === undefined ? ring.given : ring.ofStation(station)) take(kenb);
      state = {
        candidates: [...next.values()].slice(0, MAX_CANDIDATES),
        isSure: (isDerived || isGiven || isAssumed) && next.size <= MAX_CANDIDATES,
        epoch: epoch + 1,
      };
    },
    restart: () => {
      state = { candidates: ring.given, isSure: false, epoch: state.epoch + 1 };
    },
    doubt: () => {
      state = { ...state, isSure: false, epoch: state.epoch + 1 };
    },
    prove: kenb => {
      ring.fits(kenb);
      state = { ...state, candidates: [kenb], isSure: true };
    },
    correct: kenb => {
      leave();
      state = {
        candidates: kenb === undefined ? ring.given : [kenb],
        isSure: kenb !== undefined,
        epoch: state.epoch + 1,
      };
    },
    hasLeft: ({ octets }) => past.has(toHex(octets)),
  };
}
