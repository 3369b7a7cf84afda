import { REASON, REASON_CODES } from '../../codecs/dot11/reason-codes.js';
import { cipherSuite } from '../../crypto/cipher-suite.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { isAdmission } from '../wlan/admission.js';
import type { Ending } from '../wlan/ending.js';
import type { Run } from '../wlan/run.js';

/** What the capture shows of an association. */
interface Shown {
  /** Whether it shows how it began. */
  readonly beginning: boolean;
  /** The latest run of each kind. */
  readonly pairwise?: Run;
  readonly group?: Run;
}

/** A reason that the capture speaks against. */
export const deauthenticationReason: Rule = {
  id: 'deauthentication-reason',
  severity: 'warning',
  clause: 'IEEE 802.11-2020, 9.4.1.7, Table 9-49',
  explanation:
    'A deauthentication or disassociation gives a reason that does not agree with what the capture shows before it. It may be forged, if it is not protected; or the capture lacks frames, or the sender gives the wrong reason.',
  watch: session => {
    let shown: Shown = { beginning: false };
    let isOver = false;
    return {
      eapolKey({ run, record, isCopy }) {
        if (run === undefined || isCopy) return undefined;
        const isGroup = record.message === 'G1' || record.message === 'G2';
        shown = { ...shown, [isGroup ? 'group' : 'pairwise']: run };
        isOver = false;
        return undefined;
      },
      management({ body }) {
        if (!isAdmission(body)) return undefined;
        shown = { beginning: true };
        isOver = false;
        return undefined;
      },
      ending({ ending }) {
        // What is over already ends for no reason; stations and APs send several frames in a row.
        const found = isOver ? undefined : judge(session, ending, shown);
        shown = { beginning: false };
        isOver = true;
        return found;
      },
    };
  },
};

function* judge(session: Session, ending: Ending, shown: Shown): Iterable<Observation> {
  const { frame, by, reason, kind } = ending;
  if (reason === undefined) return;
  const against = speaksAgainst(session, { ...ending, reason }, shown);
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

/** Whether a side may have waited in vain: there is no answer, or something behind it, or the capture lacks the question. */
const isUnanswered = ({ complete, records }: Run, question: 'M3' | 'G1', answer: 'M4' | 'G2'): boolean =>
  !complete ||
  records.findIndex(({ message }) => message === answer) < records.length - 1 ||
  records.every(({ message }) => message !== question);

/** Of frames that the capture lacks, which it may have lost. */
const lacks = (what: string): Contradiction => ({
  text: `and the capture has no ${what} before it`,
  isMinor: true,
});

function speaksAgainst(
  session: Session,
  { kind, reason, by }: Ending & { readonly reason: number },
  { beginning, pairwise, group }: Shown,
): Contradiction | undefined {
  const { security, inFrames, data, missing } = session;
  const isComplete = (name: string, { records }: Run): Contradiction => ({
    text: `and the ${name} handshake is complete in ${inFrames([records.at(-1)!.frame])}`,
  });
  const run = reason === REASON.groupHandshakeTimeout ? group : pairwise;
  // A handshake may be in what no known key opens, or in what the capture lacks.
  const isClosed = data.undecrypted > 0 || missing(run?.records.at(-1)) > 0;
  switch (reason) {
    case REASON.handshakeTimeout:
      if (isClosed) return undefined;
      // A station may wait for an M1 that does not come.
      if (pairwise === undefined) return beginning && by === 'ap' ? lacks('4-way handshake') : undefined;
      return isUnanswered(pairwise, 'M3', 'M4') ? undefined : isComplete('4-way', pairwise);
    case REASON.groupHandshakeTimeout:
      if (isClosed) return undefined;
      if (group === undefined) return beginning && by === 'ap' ? lacks('G1') : undefined;
      return isUnanswered(group, 'G1', 'G2') ? undefined : isComplete('group key', group);
    case REASON.elementMismatch:
      if (isClosed) return undefined;
      if (pairwise?.complete === true) return isComplete('4-way', pairwise);
      return beginning && by === 'station' && pairwise?.frames.M3 === undefined ? lacks('M3') : undefined;
    case REASON.micFailure:
      // APs give it for a wrong MIC of M2, too.
      if (security === undefined || (pairwise?.frames.M2 !== undefined && !pairwise.complete))
        return undefined;
      return [security.pairwiseCipher, security.groupCipher].every(c => cipherSuite(c)?.kind !== 'tkip')
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
