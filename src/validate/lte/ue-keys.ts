import { toHex } from '../../codecs/hex.js';
import { deriveSKwt } from '../../crypto/kdf3gpp.js';
import { type At, isBefore } from '../at.js';
import { remember } from '../bounded.js';
import type { SKwtCandidate, UeSKwtEvent } from '../lte-events.js';
import type { UuContext, WtCounterEvent } from '../uu/index.js';
import { deriveSKwts, type Kenb, type KenbRing } from '../uu/kenb.js';
import { type KenbState, narrowed } from '../uu/kenb-chain.js';
import type { FindOtherFc } from './other-fc.js';

/** The S-KWTs of a UE, and what they tell of its KeNB. */
export interface UeKeys {
  /**
   * The UE is told a WT Counter.
   * @returns what that makes of its S-KWT. A key that comes to light later may show that it was wrong, and corrects it then
   */
  told(uu: UuContext, event: WtCounterEvent): UeSKwtEvent;
  /** The WT is given an S-KWT for the UE, as hex. */
  given(sKwt: string, at: At): void;
  /** The WT refused what it was given in this frame: of a key that goes with no WT Counter by then, the UE is not told. */
  refused(frame: number): void;
  /** A MIC proves that the UE has this S-KWT, as hex. */
  proven(sKwt: string): void;
}

/** S-KWTs of a UE that are remembered. */
const KEYS_KEPT = 8;
/** KeNBs whose S-KWTs are derived for one WT Counter. */
export const MAX_DERIVED = 64;
/** WT Counters in a row of which the capture may have lost all but the first. */
const COUNTERS_LOST = 8;

interface Key {
  readonly sKwt: string;
  /** Where it was given to the WT, the latest time. */
  givenAt: At | undefined;
  isProven: boolean;
  goesWith: WtCounterEvent | undefined;
}

/** The latest WT Counter of a UE on Uu. */
interface Counter {
  readonly event: WtCounterEvent;
  readonly told: { -readonly [M in keyof UeSKwtEvent]: UeSKwtEvent[M] };
  /** Whether a key is known that goes with it. */
  hasKey: boolean;
}

/**
 * @param stationOf the WLAN address of the UE as hex, as far as it is known by now
 * @param isShared whether the RRC of other UEs may be among that of a UE, as far as is known by now
 */
export function newUeKeys(
  ring: KenbRing,
  stationOf: () => string | undefined,
  findOtherFc: FindOtherFc,
  isShared: (uu: UuContext) => boolean,
): UeKeys {
  /** Those that the UE has for sure, the latest ones. */
  let keys: readonly Key[] = [];
  const latest = new Map<UuContext, Counter>();
  /** KeNBs so far, and where the latest one was seen. */
  let kenbs = 0;
  let kenbAt: { readonly uu: UuContext; readonly epoch: number } | undefined;

  const stateOf = (state: KenbState): KenbState => {
    const station = stationOf();
    return station === undefined ? state : narrowed(state, station, ring);
  };

  /** The KeNBs given that the UE may have where a handover is missing from the capture. */
  const unseenOf = (uu: UuContext, { isVerified }: WtCounterEvent, candidates: readonly Kenb[]) => {
    if (isVerified) return [];
    const { candidates: all } = stateOf({ candidates: ring.given, isSure: false, epoch: 0 });
    const known = new Set(candidates.map(({ octets }) => toHex(octets)));
    const unseen = all.filter(kenb => !known.has(toHex(kenb.octets)) && !uu.chain.hasLeft(kenb));
    return unseen.length > MAX_DERIVED ? [] : unseen;
  };

  /** The UE has another KeNB than the chain says: a handover is missing from the capture. */
  const correct = (uu: UuContext, { event, told }: Counter, kenb?: Kenb): void => {
    told.kenbEpoch = ++kenbs;
    if (uu.chain.state.epoch !== event.keys.epoch) return;
    uu.chain.correct(kenb);
    kenbAt = { uu, epoch: uu.chain.state.epoch };
  };

  /** A key that the UE has tells which KeNB it is from; one that went with another WT Counter proves nothing. */
  const prove = (): void => {
    for (const [uu, counter] of latest) {
      const { event, told } = counter;
      const { candidates } = stateOf(event.keys);
      if (candidates.length > MAX_DERIVED) continue;
      const open = keys.filter(({ goesWith }) => (goesWith ?? event) === event);
      const take = (own: Key, kenb: Kenb, candidate: SKwtCandidate) => {
        own.goesWith = event;
        ring.fits(kenb);
        counter.hasKey = true;
        told.unseen = [];
        return { kenb, candidate };
      };
      const find = (from: readonly Kenb[], among: readonly Key[]) => {
        for (const [i, candidate] of deriveSKwts(from, event.wtCounter).entries()) {
          const own = among.find(({ sKwt }) => sKwt === toHex(candidate.sKwt));
          if (own !== undefined) return take(own, from[i]!, candidate);
        }
        return undefined;
      };
      const findOfOtherFc = () => {
        const found = findOtherFc(candidates, event.wtCounter, new Set(open.map(({ sKwt }) => sKwt)));
        const own = found && open.find(({ sKwt }) => sKwt === toHex(found.candidate.sKwt));
        return found && own && take(own, found.kenb, found.candidate);
      };
      if (open.length === 0) continue;
      const own = find(candidates, open);
      // The UE does not derive with the other FC that the key for the WT is of.
      if (own !== undefined && told.candidates.some(({ fc }) => fc !== undefined))
        told.candidates = [own.candidate];
      const ofOtherFc = counter.hasKey ? undefined : findOfOtherFc();
      if (ofOtherFc !== undefined) Object.assign(told, { candidates: [ofOtherFc.candidate], isSure: true });
      const kenb = (own ?? ofOtherFc)?.kenb;
      if (kenb !== undefined && uu.chain.state.epoch === event.keys.epoch) uu.chain.prove(kenb);
      if (counter.hasKey) continue;
      // What the WT is given after a WT Counter may belong to the next one, if no MIC shows that the UE has it.
      const sure = open.filter(
        ({ isProven, givenAt }) => isProven || (givenAt !== undefined && isBefore(givenAt, event)),
      );
      const other = sure.length === 0 ? undefined : find(unseenOf(uu, event, candidates), sure);
      if (other === undefined) continue;
      Object.assign(told, { candidates: [other.candidate], isSure: true });
      correct(uu, counter, other.kenb);
    }
  };

  /** Whether a key follows from the KeNBs of a WT Counter and one of those after it, which the capture lost. */
  const isOfLaterCounter = ({ event }: Counter, sKwt: string): boolean =>
    stateOf(event.keys).candidates.some(({ octets }) =>
      Array.from({ length: COUNTERS_LOST }, (_, i) => (event.wtCounter + 1 + i) % 65536).some(
        wtCounter => toHex(deriveSKwt(octets, wtCounter)) === sKwt,
      ),
    );

  /** A key that the WT was given for the latest WT Counter and the UE has: if it is from no known KeNB, there is one not known. */
  const doubt = ({ sKwt, givenAt, goesWith }: Key): void => {
    if (givenAt === undefined || goesWith !== undefined) return;
    for (const [uu, counter] of latest) {
      const { event, told, hasKey } = counter;
      if (hasKey || !told.isSure || event.isVerified || !isBefore(event, givenAt)) continue;
      if (isOfLaterCounter(counter, sKwt)) continue;
      Object.assign(told, { candidates: [], unseen: [], isSure: false });
      correct(uu, counter);
    }
  };

  const learn = (sKwt: string): Key => {
    const known = keys.find(key => key.sKwt === sKwt);
    const key = known ?? { sKwt, givenAt: undefined, isProven: false, goesWith: undefined };
    if (keys[0] !== key) keys = remember(keys, key, KEYS_KEPT);
    return key;
  };

  return {
    told: (uu, event) => {
      const { frame, time, wtCounter, setsUpLwa } = event;
      const { candidates, isSure, epoch } = stateOf(event.keys);
      if (kenbAt?.uu !== uu || kenbAt.epoch !== epoch) {
        kenbs++;
        kenbAt = { uu, epoch };
      }
      const derived = candidates.length > MAX_DERIVED ? [] : deriveSKwts(candidates, wtCounter);
      const told: UeSKwtEvent = {
        kind: 'sKwt',
        side: 'ue',
        frame,
        time,
        wtCounter,
        setsUpLwa,
        kenbEpoch: kenbs,
        candidates: derived,
        unseen: derived.length === 0 ? [] : deriveSKwts(unseenOf(uu, event, candidates), wtCounter),
        isSure: isSure && derived.length > 0,
        get isShared() {
          return isShared(uu);
        },
      };
      latest.set(uu, { event, told, hasKey: false });
      prove();
      return told;
    },
    given: (sKwt, at) => {
      const isNew = keys[0]?.sKwt !== sKwt;
      learn(sKwt).givenAt = at;
      if (isNew) prove();
    },
    refused: frame => {
      keys = keys.filter(
        ({ givenAt, goesWith, isProven }) => givenAt?.frame !== frame || goesWith !== undefined || isProven,
      );
    },
    proven: sKwt => {
      const key = learn(sKwt);
      if (key.isProven) return;
      key.isProven = true;
      prove();
      doubt(key);
    },
  };
}
