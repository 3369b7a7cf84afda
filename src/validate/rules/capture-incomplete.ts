import type { Rule } from '../rule.js';
import type { Session } from '../session.js';
import { COMPLETE } from '../uu/message.js';
import { isAdmission } from '../wlan/admission.js';
import { missingPns } from '../wlan/packet-number.js';
import { missingMessages, type Run } from '../wlan/run.js';
import type { ProvenPtk } from '../wlan/session-keys.js';
import { listed } from '../wording.js';

/** Handshakes, and gaps of each link, as many as the note names. */
const MOST_NAMED = 8;

/** Answers whose request may still be told of. */
const MOST_KEPT = 1024;

const links = { uu: 'Uu', xw: 'Xw' } as const;

/** Frames that the capture does not hold. */
export const captureIncomplete: Rule = {
  id: 'capture-incomplete',
  severity: 'note',
  clause: 'IEEE 802.11-2020, 12.5.3.3.2 and 12.7.6; TS 36.323, 6.3.2; RFC 9260, 3.3.1',
  explanation:
    'Gaps in packet numbers or in the sequence numbers of PDCP and SCTP, and answers to messages that are not there, show that the capture lacks frames that were sent, or holds them damaged, as an SCTP packet with a wrong checksum. What the other findings say of a peer may be due to that.',
  watch: session => {
    const { inFrames } = session;
    const ptks = new Set<ProvenPtk>();
    const parts: string[] = [];
    const frames: number[] = [];
    /** By link: before and after each gap. */
    const gaps = { uu: [] as number[][], xw: [] as number[][] };
    /** Answers of the UE to requests that are not there; and those that may answer another one, with a wrong identifier. */
    const unasked = new Set<number>();
    const doubtful = new Set<number>();
    let hasRrc = false;
    let lost = 0;
    /** Whether the first that is seen of the two is a beginning. */
    let begins: boolean | undefined;
    /** Protected frames that no known key opened, up to the association. */
    let closedBefore = 0;
    /** Handshakes before which the association has such frames: they may hold messages of it. */
    const afterClosed = new WeakSet<Run>();

    const count = (ptk: ProvenPtk): void => {
      // They begin with 1; that a TK was new is seen where its handshake is (IEEE 802.11-2020, 12.5.3.3.2).
      for (const window of ptk.pns) lost += missingPns(window) + (window.distinct > 0 ? window.first - 1 : 0);
      ptks.delete(ptk);
    };

    return {
      management({ body, isProtected }) {
        const { decrypted, undecrypted } = session.data;
        if (!isProtected && 'kind' in body) begins ??= undecrypted + decrypted === 0;
        if (isAdmission(body)) closedBefore = undecrypted;
      },
      eapolKey({ record, run }) {
        const { decrypted, undecrypted } = session.data;
        if (run !== undefined && undecrypted > closedBefore) afterClosed.add(run);
        // Over Ethernet a first handshake and a later one look the same.
        if (record.protected !== undefined) begins ??= !record.protected && decrypted + undecrypted === 0;
      },
      opened({ ptk }) {
        ptks.add(ptk);
        // Only so many are in use at a time.
        if (ptks.size > 16) for (const other of ptks) if (!session.ptks.includes(other)) count(other);
      },
      rrc({ message, frame }) {
        if (message?.name === COMPLETE && hasRrc && unasked.size < MOST_KEPT) unasked.add(frame);
        hasRrc = true;
      },
      rrcTransaction({ complete, otherAnswer }) {
        if (complete !== undefined) unasked.delete(complete.frame);
        if (otherAnswer !== undefined && unasked.has(otherAnswer.frame)) doubtful.add(otherAnswer.frame);
      },
      gap({ where, from, frame }) {
        if (gaps[where].length < MOST_NAMED) gaps[where].push([from.frame, frame]);
      },
      run({ run }) {
        if (run.belied !== undefined) return;
        // What is encrypted under no known key may hold the rest of a re-key of which only M4 is in clear.
        if (afterClosed.has(run) && run.records.every(record => !record.protected)) return;
        const missing = [...missingMessages(run)];
        const { ptk } = run;
        const isOwn = ptk !== undefined && run.records.some(record => record.frame === ptk.frame);
        // A TK is in use after M4 alone.
        if (isOwn && ptks.has(ptk) && run.kind !== 'group') {
          if (run.frames.M3 === undefined && !missing.includes('M3')) missing.push('M3');
          if (run.frames.M4 === undefined) missing.push('M4');
        }
        if (missing.length === 0) return;
        const own = Object.values(run.frames)
          .flat()
          .sort((a, b) => a - b);
        if (parts.length < MOST_NAMED) {
          const mayBeForged = session.ptks.length > 0 && !isOwn && isOfOneAlone(run);
          const unless = mayBeForged ? ', unless that is forged' : '';
          parts.push(`${listed(missing)} of the handshake in ${inFrames(own)}${unless}`);
          frames.push(...own);
        }
      },
      *end() {
        for (const ptk of ptks) count(ptk);
        const { decrypted, undecrypted } = session.data;
        if (begins === false || (begins === undefined && decrypted + undecrypted > 0))
          parts.unshift('the beginning of the association');
        if (lost > 0) parts.push(`${lost} protected frame${lost === 1 ? '' : 's'}, by their packet numbers`);
        for (const where of ['uu', 'xw'] as const)
          if (gaps[where].length > 0) {
            parts.push(
              `packets of ${links[where]} ${listed(gaps[where].map(around => placeOf(session, around)))}`,
            );
            frames.push(...gaps[where].flat());
          }
        for (const isDoubtful of [false, true]) {
          const answers = [...unasked].filter(frame => doubtful.has(frame) === isDoubtful);
          const named = answers.slice(0, MOST_NAMED);
          if (named.length === 0) continue;
          const unless = isDoubtful ? ', unless that answers another with a wrong identifier' : '';
          parts.push(`the RRC message that is answered in ${inFrames(named)}${unless}`);
          frames.push(...named);
        }
        // Of an Xw interface there is nothing to report but what is wrong with it: the UEs there have the same gaps.
        if (session.isWithoutWlan && session.number === undefined) return;
        if (parts.length > 0)
          yield {
            frames: [...new Set(frames)].sort((a, b) => a - b),
            message: `The capture lacks, or holds damaged, ${parts.join('; ')}.`,
          };
      },
    };
  },
};

/** Whether all there is of it is one kind of message, of which no MIC is right: anyone can send it. */
const isOfOneAlone = ({ frames, records }: Run): boolean =>
  records.length > 0 && Object.keys(frames).length === 1 && records.every(({ mic }) => mic !== 'valid');

/** Where a gap is, by the frames before and after it. */
const placeOf = ({ inFrames }: Session, around: readonly number[]): string => {
  const [from, to] = around;
  return from === to ? `before ${inFrames([to!])}` : `between ${inFrames([from!, to!])}`;
};
