import { copyOf } from '../../codecs/copy.js';
import { type Element, type ElementNamed, encodeElements } from '../../codecs/dot11/element.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { ftMic } from '../../crypto/ft-mic.js';
import { unwrapKeyData } from '../../crypto/keydata.js';
import { equalConstantTime } from '../../crypto/mic.js';
import type { At } from '../at.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { Security, Tracked } from '../session.js';
import { SUCCESS } from './admission.js';
import { candidates, provenPtk, ptkOf } from './derivation.js';
import { installGtk, installIntegrityKey, installPtk } from './install.js';
import { closeRuns, openRun } from './open-runs.js';
import { MOST_OF_SESSION, makeRoom } from './room.js';
import type { Run, TransitionAnswer } from './run.js';

type FastTransition = ElementNamed<'Fast BSS Transition'>;
type Items = readonly { readonly element?: string }[];

const find = <N extends Element['element']>(items: Items, name: N): ElementNamed<N> | undefined =>
  items.find((item): item is ElementNamed<N> => item.element === name);

const subelement = <N extends FastTransition['subelements'][number]['subelement']>(
  fte: FastTransition,
  name: N,
): Extract<FastTransition['subelements'][number], { readonly subelement: N }> | undefined =>
  fte.subelements.find(
    (sub): sub is Extract<FastTransition['subelements'][number], { readonly subelement: N }> =>
      sub.subelement === name,
  );

/**
 * The parameters of the key hierarchy that elements state: in the association response and M2 of the initial
 * association to a mobility domain, and in the frames of a transition (IEEE 802.11-2020, 13.4.2 and 13.5.2).
 */
export function learnFt(session: Tracked, items: Items): void {
  const mdid = find(items, 'Mobility Domain')?.mobilityDomainIdentifier;
  const fte = find(items, 'Fast BSS Transition');
  if (mdid === undefined || fte === undefined) return;
  const r0khId = subelement(fte, 'R0KH-ID')?.r0khId;
  const r1khId = subelement(fte, 'R1KH-ID')?.r1khId;
  if (r0khId !== undefined && r1khId !== undefined)
    session.ft = { mdid: copyOf(mdid), r0khId: copyOf(r0khId), r1khId: copyOf(r1khId) };
}

/**
 * A reassociation request of a transition: it repeats both nonces of the exchange before it, which may have
 * gone over another AP, under a MIC (IEEE 802.11-2020, 13.7.1).
 */
export function trackFtRequest(
  session: Tracked,
  ring: KeyRing,
  security: Security | undefined,
  elements: readonly Element[],
  at: At,
): void {
  const fte = find(elements, 'Fast BSS Transition');
  const before = session.latest.any;
  if (fte === undefined || security === undefined) {
    // What is answered next is no transition.
    if (before?.kind === 'ft') delete session.latest.any;
    return;
  }
  // The request was repeated.
  if (before?.kind === 'ft' && sameOctets(before.aNonce, fte.anonce)) {
    before.frames['reassociation-request']?.push(at.frame);
    before.latestTime = at.time;
    return;
  }
  closeRuns(session, at);
  makeRoom(session, session.limits.eapolKeyFrames ?? MOST_OF_SESSION);
  const run = openRun(session, 'ft', at);
  run.frames['reassociation-request'] = [at.frame];
  run.aNonce = copyOf(fte.anonce);
  const nonces = { aNonce: copyOf(fte.anonce), sNonce: copyOf(fte.snonce) };
  const covered = coveredBy(fte, elements);
  for (const pmk of candidates(session, ring)) {
    const ptk = ptkOf(session, security, pmk.pmk, nonces);
    if (ptk === undefined || ptk.kck.length !== fte.mic.length) continue;
    if (!isMicRight(session, security.akm, ptk.kck, fte, 5, covered)) continue;
    ring.proven(pmk);
    run.ptk = provenPtk(pmk, ptk, security, nonces, at.frame);
    installPtk(session, run.ptk, at);
    return;
  }
}

/** Whether the MIC of a Fast BSS Transition element is right (IEEE 802.11-2020, 13.8.4 and 13.8.5). */
const isMicRight = (
  { bss, station }: Tracked,
  akm: string,
  kck: Uint8Array,
  fte: FastTransition,
  transaction: 5 | 6,
  elements: readonly Uint8Array[],
): boolean =>
  equalConstantTime(ftMic(akm, kck, { spa: station, aa: bss.address, transaction, elements }), fte.mic);

/**
 * The elements under the MIC, in their order there; the FTE's own MIC counts as zero. The Element Count says how many they are, and
 * so where RIC Data, with what describes it, ends: other elements may stand behind it (IEEE 802.11-2020, 9.4.2.47 and 13.11).
 */
function coveredBy(fte: FastTransition, elements: readonly Element[]): Uint8Array[] {
  const zeroed: FastTransition = { ...fte, mic: new Uint8Array(fte.mic.length) };
  const before = [find(elements, 'RSN'), find(elements, 'Mobility Domain'), zeroed];
  const behind = find(elements, 'RSNX');
  const others = fte.elementCount - [...before, behind].filter(element => element !== undefined).length;
  return [...before, ...ric(elements, others), behind]
    .filter(element => element !== undefined)
    .map(element => encodeElements([element]));
}

const RIC_DATA = 57;
function ric(elements: readonly Element[], count: number): readonly Element[] {
  const start = elements.findIndex(e => e.element === 'unknown' && e.id === RIC_DATA);
  return start < 0 ? [] : elements.slice(start, start + Math.max(0, count));
}

const FAST_BSS_TRANSITION = 55;
/** It goes on with what an element has beyond 255 octets (IEEE 802.11-2020, 10.28.11). */
const FRAGMENT = 242;
const isKept = (element: Element | undefined, id: number): boolean =>
  element?.element === 'unknown' && element.id === id;

function answerOf(
  session: Tracked,
  { ptk }: Run,
  elements: readonly Element[],
  fte: FastTransition | undefined,
): TransitionAnswer['element'] {
  const place = elements.findIndex(
    element => element.element === 'Fast BSS Transition' || isKept(element, FAST_BSS_TRANSITION),
  );
  if (place < 0 || isKept(elements[place + 1], FRAGMENT)) return undefined;
  if (fte === undefined) return 'unreadable';
  if (ptk === undefined) return undefined;
  const isRight =
    ptk.kck.length === fte.mic.length &&
    isMicRight(session, ptk.akm, ptk.kck, fte, 6, coveredBy(fte, elements));
  return isRight ? 'valid' : 'invalid';
}

/**
 * The response to the reassociation request of `run`: it carries the group keys, each wrapped under the KEK. A station takes none
 * of which the Fast BSS Transition element is wrong (IEEE 802.11-2020, 13.7.1).
 */
export function trackFtResponse(
  session: Tracked,
  run: Run,
  elements: readonly Element[],
  statusCode: number | undefined,
  at: At,
): void {
  run.frames['reassociation-response'] = [...(run.frames['reassociation-response'] ?? []), at.frame];
  run.latestTime = at.time;
  // The station has taken one: what another one says is of a request that was repeated.
  if (run.complete) return;
  const fte = find(elements, 'Fast BSS Transition');
  const element = answerOf(session, run, elements, fte);
  run.answer = { frame: at.frame, statusCode, element };
  run.complete = statusCode === SUCCESS && element !== 'invalid' && element !== 'unreadable';
  session.keyed ||= run.complete;
  const kek = run.ptk?.kek;
  if (fte === undefined || kek === undefined || !run.complete) return;
  for (const sub of fte.subelements) {
    if (sub.subelement !== 'GTK' && sub.subelement !== 'IGTK' && sub.subelement !== 'BIGTK') continue;
    const key = unwrapKeyData({ algorithm: 'aes-key-wrap', kek }, sub.wrappedKey)?.subarray(0, sub.keyLength);
    if (key === undefined) continue;
    if (sub.subelement === 'GTK') installGtk(session, key, sub.keyId, at);
    else if (sub.subelement === 'IGTK')
      installIntegrityKey(session, { kind: 'igtk', octets: key, keyId: sub.keyId, pn: sub.ipn }, at);
    else installIntegrityKey(session, { kind: 'bigtk', octets: key, keyId: sub.keyId, pn: sub.bipn }, at);
  }
}
