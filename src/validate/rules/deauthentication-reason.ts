import { REASON, REASON_CODES } from '../../codecs/dot11/reason-codes.js';
import { cipherSuite } from '../../crypto/cipher-suite.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import type { Ending } from '../wlan/ending.js';
import type { Run } from '../wlan/run.js';

/** A reason that the capture speaks against. */
export const deauthenticationReason: Rule = {
  id: 'deauthentication-reason',
  severity: 'warning',
  clause: 'IEEE 802.11-2020, 9.4.1.7, Table 9-49',
  explanation:
    'A deauthentication or disassociation gives a reason that does not agree with what the capture shows before it. It may be forged, if it is not protected; or the capture lacks frames, or the sender gives the wrong reason.',
  watch: session => {
    /** Runs of this association, the latest of each kind. */
    let pairwise: Run | undefined;
    let group: Run | undefined;
    let ended: Ending | undefined;
    return {
      eapolKey({ run, record, isCopy }) {
        if (run === undefined || isCopy || run.contradicts !== undefined) return undefined;
        if (record.message === 'G1' || record.message === 'G2') group = run;
        else pairwise = run;
        ended = undefined;
        return undefined;
      },
      management({ body }) {
        if (body.kind === 'association-response' || body.kind === 'reassociation-response') {
          [pairwise, group] = [undefined, undefined];
          ended = undefined;
        }
        return undefined;
      },
      *ending({ ending }) {
        // What is over already ends for no reason; stations and APs send several frames in a row.
        if (ended === undefined) yield* judge(session, ending, pairwise, group);
        ended = ending;
        [pairwise, group] = [undefined, undefined];
      },
    };
  },
};

function* judge(
  session: Session,
  ending: Ending,
  pairwise: Run | undefined,
  group: Run | undefined,
): Iterable<Observation> {
  const { frame, by, reason, kind } = ending;
  if (reason === undefined) return;
  const against = speaksAgainst(session, { ...ending, reason }, pairwise, group);
  if (against === undefined) return;
  yield {
    frames: [frame],
    ...(against.isMinor === true ? { severity: 'note' } : {}),
    message: `The ${by === 'ap' ? 'AP' : 'station'} gives reason ${reason} (${REASON_CODES[reason] ?? 'unnamed'}) in the ${kind} in ${session.inFrames([frame])}, ${against.text}.`,
  };
}

interface Contradiction {
  readonly text: string;
  readonly isMinor?: boolean;
}

function speaksAgainst(
  { security, inFrames, data, missing }: Session,
  { frame, kind, reason, by }: Ending & { readonly reason: number },
  pairwise: Run | undefined,
  group: Run | undefined,
): Contradiction | undefined {
  const isUnanswered = (run: Run, question: 'M3' | 'G1', answer: 'M4' | 'G2'): boolean =>
    !run.complete || (run.frames[question] ?? []).some(f => f > (run.frames[answer]?.[0] ?? f));
  const done = (run: Run): string =>
    inFrames(
      Object.values(run.frames)
        .map(frames => frames.at(-1)!)
        .sort((a, b) => a - b)
        .slice(-1),
    );
  const run = reason === REASON.groupHandshakeTimeout ? group : pairwise;
  // A handshake may be in what no known key opens, or in what the capture lacks.
  const isClosed = data.undecrypted > 0 || missing(run?.records.at(-1)?.frame ?? 0, frame) > 0;
  switch (reason) {
    case REASON.handshakeTimeout:
      if (isClosed) return undefined;
      if (by === 'station') return { text: 'which is for an AP to give', isMinor: true };
      if (pairwise === undefined) return { text: 'and the capture has no 4-way handshake before it' };
      return isUnanswered(pairwise, 'M3', 'M4')
        ? undefined
        : { text: `and the 4-way handshake is complete in ${done(pairwise)}` };
    case REASON.groupHandshakeTimeout:
      if (isClosed) return undefined;
      if (by === 'station') return { text: 'which is for an AP to give', isMinor: true };
      if (group === undefined) return { text: 'and the capture has no G1 before it' };
      return isUnanswered(group, 'G1', 'G2')
        ? undefined
        : { text: `and the group key handshake is complete in ${done(group)}` };
    case REASON.elementMismatch:
      if (isClosed) return undefined;
      if (pairwise?.complete === true)
        return { text: `and the 4-way handshake is complete in ${done(pairwise)}` };
      return by === 'station' && pairwise?.frames.M3 === undefined
        ? { text: 'and the capture has no M3 before it' }
        : undefined;
    case REASON.micFailure:
      return security !== undefined &&
        [security.pairwiseCipher, security.groupCipher].every(c => cipherSuite(c)?.kind !== 'tkip')
        ? { text: 'and neither cipher is TKIP, which alone has a Michael MIC' }
        : undefined;
    case REASON.leaving:
      return kind === 'disassociation'
        ? { text: `where ${REASON.leavingDisassociation} is meant for it`, isMinor: true }
        : undefined;
    case REASON.leavingDisassociation:
      return kind === 'deauthentication'
        ? { text: `where ${REASON.leaving} is meant for it`, isMinor: true }
        : undefined;
    default:
      return REASON_CODES[reason] === undefined
        ? { text: 'which IEEE 802.11-2020 does not define', isMinor: true }
        : undefined;
  }
}
