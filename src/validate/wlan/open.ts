import { copyOf } from '../../codecs/copy.js';
import { FRAME_TYPE, frameType, isAmsdu } from '../../codecs/dot11/header.js';
import { decryptMpdu, type PreparedKey, prepareKey } from '../../crypto/mpdu.js';
import type { OpenedMpdu } from '../../crypto/mpdu-header.js';
import type { At } from '../at.js';
import { remember } from '../bounded.js';
import type { Bss, ProtectedCount, Tracked } from '../session.js';
import { isBehindQueues, linkGoesOn } from './association-end.js';
import { belied } from './claims.js';
import { goesOn } from './doubt.js';
import { noteGap } from './gaps.js';
import { closeRun } from './open-runs.js';
import { type PnUse, takePn } from './packet-number.js';
import { betweenMlds } from './peers.js';
import type { GroupKey, ProvenPtk } from './session-keys.js';
import { mayBeSpp } from './spp.js';

/** Group keys that may be in use: a group key handshake with many stations takes its time. */
const GROUP_KEYS_KEPT = 8;

/** A protected frame that a key opens. */
export interface Opened {
  /** Its body in clear. */
  readonly body: Uint8Array;
  /** The PTK; undefined for a key of zeros. */
  readonly ptk: ProvenPtk | undefined;
  /** What its packet number says. */
  readonly use: PnUse;
}

/**
 * Opens a protected frame between the two of `session`, and counts it; undefined where no key opens it. Keys are tried from the one
 * that opened a frame last: a re-key does not end the use of the old key at once, and one that fails does not end it at all.
 */
export function openPairwise(
  session: Tracked,
  mpdu: Uint8Array,
  count: ProtectedCount,
  fromAp: boolean,
  at: At,
): Opened | undefined {
  session.report();
  const side = fromAp ? 1 : 0;
  for (const [i, ptk] of session.ptks.entries()) {
    const opened = ptk.tk && openUnder(session, ptk.tk, addressed(ptk, mpdu, fromAp));
    if (opened === undefined) continue;
    if (i > 0) session.ptks = remember(session.ptks, ptk, session.ptks.length);
    count.decrypted++;
    const pn = Number(opened.pn);
    const window = ptk.pns[side];
    if (pn > window.highest) {
      const closed = session.closed[side];
      if (closed?.ptks.includes(ptk) === true && isBehindQueues(session, closed, at))
        session.closed[side] = undefined;
      goesOn(session, ptk, fromAp, at);
      if (session.claims.length > 0)
        for (const run of belied(session, ptk, fromAp, at)) closeRun(session, run, at);
      linkGoesOn(session, ptk, fromAp, at);
    }
    noteGap(session, window, fromAp, pn, at);
    const use = takePn(window, pn, mpdu, at);
    session.emit({ kind: 'opened', ...at, fromAp, ptk, pn, use, mpdu });
    return { body: opened.plaintext, ptk, use };
  }
  const zero = openUnderZeros(session.ptks.find(({ tk }) => tk !== undefined)?.tk, mpdu);
  if (zero === undefined) {
    count.undecrypted++;
    return undefined;
  }
  count.decrypted++;
  session.emit({ kind: 'openedZero', ...at, fromAp, isGroup: false, pn: Number(zero.pn) });
  return { body: zero.plaintext, ptk: undefined, use: 'new' };
}

/** Only data frames have MLD addresses under their MIC. */
const addressed = ({ mld }: ProvenPtk, mpdu: Uint8Array, fromAp: boolean): Uint8Array =>
  mld !== undefined && frameType(mpdu) === FRAME_TYPE.data ? betweenMlds(mpdu, mld, fromAp) : mpdu;

function openUnder(session: Tracked, tk: PreparedKey, mpdu: Uint8Array): OpenedMpdu | undefined {
  const opened = decryptMpdu(tk, mpdu, { lax: true });
  if (opened !== undefined || !isAmsdu(mpdu) || !mayBeSpp(session)) return opened;
  return decryptMpdu(tk, mpdu, { lax: true, spp: true });
}

/** Keys of zeros, by the selector of their suite. */
const zeroKeys = /* @__PURE__ */ new Map<string, PreparedKey>();

/** A frame that is under a key of zeros, where one like `known` was to be in use. */
function openUnderZeros(known: PreparedKey | undefined, mpdu: Uint8Array): OpenedMpdu | undefined {
  if (known === undefined) return undefined;
  const { selector, keyLength } = known.suite;
  let zeros = zeroKeys.get(selector);
  if (zeros === undefined) {
    zeros = prepareKey(selector, new Uint8Array(keyLength));
    zeroKeys.set(selector, zeros);
  }
  return decryptMpdu(zeros, mpdu, { lax: true });
}

/** Group-addressed frames that wait for a key; a station that misses its GTK gets it with the next handshake. */
const UNOPENED_KEPT = 128;

/**
 * Counts a protected frame that an AP sends to a group, once: for the first station that is associated then,
 * or for the network where none is. One that no key opens is tried again when the next group key comes.
 */
export function openGroup(bss: Bss, mpdu: Uint8Array, frame: number, time: bigint): void {
  const [first] = bss.associated;
  const count = first?.data ?? bss.unclaimed;
  for (const group of bss.groupKeys) {
    const opened = decryptMpdu(group.key, mpdu, { lax: true });
    if (opened === undefined) continue;
    count.decrypted++;
    const pn = Number(opened.pn);
    const use = takePn(group.pns, pn, mpdu, { frame, time });
    first?.emit({ kind: 'openedGroup', frame, time, group, pn, use });
    return;
  }
  const zero = openUnderZeros(bss.groupKeys[0]?.key, mpdu);
  if (zero !== undefined) {
    count.decrypted++;
    first?.emit({ kind: 'openedZero', frame, time, fromAp: true, isGroup: true, pn: Number(zero.pn) });
    return;
  }
  count.undecrypted++;
  // Only with a station can a group key come.
  if (first !== undefined)
    bss.unopened = [...bss.unopened.slice(1 - UNOPENED_KEPT), { mpdu: copyOf(mpdu), count }];
}

/** Takes a group key into use, for frames to come and those that waited for it. */
export function addGroupKey(bss: Bss, added: GroupKey): void {
  bss.groupKeys = remember(bss.groupKeys, added, GROUP_KEYS_KEPT);
  bss.unopened = bss.unopened.filter(({ mpdu, count }) => {
    const opens = decryptMpdu(added.key, mpdu, { lax: true }) !== undefined;
    if (opens) {
      count.undecrypted--;
      count.decrypted++;
    }
    return !opens;
  });
}
