import type { Clock } from '../engine/engine.js';
import type { EnbConfiguration } from './configuration.js';
import { type EnbUe, finish } from './ue-context.js';

/** How a WT Modification Request ended (TS 36.463, 8.9); the connection may be lost before, or without an answer. */
export type WtAnswer = 'accepted' | 'refused' | 'UE unknown' | 'none in time' | 'connection lost';

/** What a re-key needs of its eNB. */
export interface RekeyHost {
  takeWtCounter(ue: EnbUe): { readonly wtCounter: number; readonly sKwt: Uint8Array };
  /** @param comment on the message in the capture */
  tellUe(ue: EnbUe, wtCounter: number, comment: string, completed: () => void): void;
  tellWt(ue: EnbUe, sKwt: Uint8Array, answered: (answer: WtAnswer) => void): void;
  /** An intra-cell handover, which makes another KeNB, and a re-key under it. @param why behind its comment */
  renewKenb(ue: EnbUe, why: string): void;
  /** @param why behind its comment */
  releaseLwa(ue: EnbUe, why: string): void;
  /** Remarks on the message that is being received. */
  note(text: string): void;
}

const LAST_WT_COUNTER = 0xffff;
/** How often a re-key that the WT refuses is tried again before LWA is given up. */
const RETRIES = 3;
/** Why an eNB does something as no message arrives: said of the next one that it sends. */
const UNANSWERED = ', as the WT has not answered in time';

/** The re-keys of an eNB, each the procedure of a UE that has begun. */
export interface Rekey {
  begin(ue: EnbUe): void;
  /** Ends that of a UE if all it does is wait before its next step, so that what is behind it can begin. */
  abandon(ue: EnbUe): void;
}

/** Re-keys UEs: tells the UE and the WT of a new S-KWT in the order of the strategy, until both have one; then the procedure is over. */
export function createRekey(
  clock: Clock,
  { strategy, retryDelay }: EnbConfiguration,
  host: RekeyHost,
): Rekey {
  /** What ends the wait of a UE, before the UE is told or all is tried again. */
  const waits = new Map<EnbUe, () => void>();
  const wait = (ue: EnbUe, delay: number, then: () => void, ended: () => void = () => {}): void => {
    const timer = clock.after(delay, () => {
      waits.delete(ue);
      then();
    });
    waits.set(ue, () => {
      waits.delete(ue);
      timer.cancel();
      ended();
    });
  };

  const tellUe = (ue: EnbUe, wtCounter: number, why: string, completed: () => void): void => {
    const order = strategy.order === 'ue-first' ? 'before' : 'after';
    const comment = `the eNB tells the UE ${order} the WT: WT Counter ${wtCounter} under ${ue.kenbName}${why}`;
    host.tellUe(ue, wtCounter, comment, completed);
  };

  /** The WT has not taken the S-KWT. @param held what UE and WT hold */
  const tryAgain = (ue: EnbUe, answer: WtAnswer, held: string): void => {
    if (answer === 'connection lost') {
      // The release of LWA waits for the end of this.
      done(ue);
      return;
    }
    ue.refusals++;
    const goesOn = ue.refusals <= RETRIES && answer !== 'UE unknown';
    const why = answer === 'none in time' ? UNANSWERED : '';
    host.note(`${held}: the eNB ${goesOn ? 'tries again with another WT Counter' : 'gives LWA up'}`);
    if (goesOn) wait(ue, retryDelay, () => rekey(ue, why));
    else host.releaseLwa(ue, why);
  };

  /** Option 2, the proposal: the WT is told once the UE has confirmed. */
  const tellUeFirst = (ue: EnbUe, why: string): void => {
    const { wtCounter, sKwt } = host.takeWtCounter(ue);
    tellUe(ue, wtCounter, why, () => {
      host.note('the UE has the new S-KWT: now the eNB gives it to the WT');
      host.tellWt(ue, sKwt, answer => {
        if (answer === 'accepted') done(ue);
        else tryAgain(ue, answer, 'UE and WT hold different keys');
      });
    });
  };

  /** Option 1: the UE is told `rrcDelay` later, unless the WT has refused by then. */
  const tellWtFirst = (ue: EnbUe, why: string, rrcDelay: number): void => {
    const { wtCounter, sKwt } = host.takeWtCounter(ue);
    let answer: WtAnswer | undefined;
    let ueHas: 'the old key' | 'been told' | 'the new key' = 'the old key';
    let isAbandoned = false;
    const goOn = (): void => {
      if (isAbandoned) return;
      if (answer === 'accepted') {
        if (ueHas === 'the new key') done(ue);
      } else if (answer !== undefined && ueHas === 'the old key') {
        waits.get(ue)?.();
        tryAgain(ue, answer, 'UE and WT both go on with the old key');
      } else if (answer !== undefined && ueHas === 'the new key')
        tryAgain(ue, answer, 'UE and WT hold different keys');
    };
    host.note('the eNB gives the WT a new S-KWT, of which the UE does not know yet');
    host.tellWt(ue, sKwt, given => {
      answer = given;
      goOn();
    });
    const tell = (): void => {
      ueHas = 'been told';
      tellUe(ue, wtCounter, why, () => {
        ueHas = 'the new key';
        goOn();
      });
    };
    wait(ue, rrcDelay, tell, () => {
      isAbandoned = true;
    });
  };

  const done = (ue: EnbUe): void => {
    ue.refusals = 0;
    finish(ue);
  };

  const rekey = (ue: EnbUe, why = ''): void => {
    if (ue.wtUeXwapId === undefined) finish(ue);
    // The counter must not wrap under one KeNB (TS 33.401, G.2).
    else if (ue.nextWtCounter > LAST_WT_COUNTER)
      host.renewKenb(ue, `, as WT Counter ${LAST_WT_COUNTER} was the last of ${ue.kenbName}`);
    else if (strategy.order === 'ue-first') tellUeFirst(ue, why);
    else tellWtFirst(ue, why, strategy.rrcDelay);
  };
  return {
    begin: ue => rekey(ue),
    abandon(ue) {
      const end = waits.get(ue);
      if (end === undefined) return;
      end();
      done(ue);
    },
  };
}
