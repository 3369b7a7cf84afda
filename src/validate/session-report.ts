import { formatMac } from '../codecs/dot11/mac.js';
import { toHex } from '../codecs/hex.js';
import { type At, CAPTURE, captureNumber, milliseconds } from './at.js';
import { type Rekey, rekeysOf } from './hand-out/rekeys.js';
import { sKwtStepsOf } from './hand-out/s-kwts.js';
import type { ValidateOptions } from './input.js';
import type { FrameRef, RekeyReport, SessionReport } from './report.js';
import { isMultiLink, peersOf, type Session, type Tracked } from './session.js';
import { missingRows, rrcRows, xwRows } from './story.js';
import { firstFrame, isShownByData, verdictOf } from './verdict.js';

/** Nanoseconds as seconds with six decimals. */
export function secondsBetween(first: bigint, time: bigint): string {
  const micros = (time - first) / 1000n;
  const positive = micros < 0n ? -micros : micros;
  return `${micros < 0n ? '-' : ''}${positive / 1_000_000n}.${`${positive % 1_000_000n}`.padStart(6, '0')}`;
}

/** How reports name captures, by their numbers, and frames: without a name where it is the only capture, and has none. */
export function namesFor({ captures = [], capture }: Pick<ValidateOptions, 'captures' | 'capture'>): {
  captureOf(number: number): { readonly capture?: string };
  refOf(frame: number): FrameRef;
} {
  const only = capture === undefined ? {} : { capture };
  const captureOf = (number: number): { readonly capture?: string } =>
    captures.length > 1 ? { capture: captures[number] ?? '' } : only;
  const refOf = (frame: number): FrameRef => {
    const { capture } = captureOf(captureNumber({ frame }));
    return capture === undefined ? frame : { capture, frame: frame % CAPTURE };
  };
  return { captureOf, refOf };
}

/** How a report shows what the session holds. */
export interface View {
  refOf(frame: number): FrameRef;
  secondsOf(time: bigint): string;
  readonly showKeys: boolean;
}

function suspensionOf({ suspension }: Tracked, { refOf }: View): Pick<SessionReport, 'suspension'> {
  if (suspension?.suspended === undefined) return {};
  const [uplink, downlink] = suspension.suspended;
  return {
    suspension: {
      ...(uplink === undefined ? {} : { uplinkMs: milliseconds(uplink) }),
      ...(downlink === undefined ? {} : { downlinkMs: milliseconds(downlink) }),
      around: refOf(firstFrame(suspension)),
    },
  };
}

function rekeyRow(
  { wt, ue, isDoubtful, isOfOtherKey, isRefused, first }: Rekey,
  { refOf }: View,
): RekeyReport {
  const told = isDoubtful || isOfOtherKey ? undefined : ue?.event;
  return {
    given: refOf(wt.frame),
    ...(told === undefined ? {} : { told: refOf(told.frame), wtCounter: told.wtCounter }),
    ...(told === undefined || ue?.complete === undefined ? {} : { confirmed: refOf(ue.complete.frame) }),
    ...(isRefused ? { refused: true } : {}),
    ...(first === undefined ? {} : { first: first.side }),
    ...(first?.isAssumed ? { ifClocksAgree: true } : {}),
  };
}

/**
 * What is told of a session.
 * @param isFirst whether it is the first of its network: with that count the group frames from before any association
 */
export function sessionReport(session: Tracked, isFirst: boolean, view: View): SessionReport {
  const { refOf, secondsOf, showKeys } = view;
  const { bss, ssid = bss.ssid, security, data } = session;
  const signalled = rekeysOf(session);
  const unclaimed = isFirst ? bss.unclaimed : { decrypted: 0, undecrypted: 0 };
  return {
    ...addressesOf(session),
    ...(ssid === undefined ? {} : { ssid: new TextDecoder().decode(ssid) }),
    ...(security === undefined
      ? {}
      : { akm: security.akm, pairwiseCipher: security.pairwiseCipher, groupCipher: security.groupCipher }),
    eapolKeyFrames: session.eapolKeyFrames.map(record => ({
      frame: refOf(record.frame),
      time: secondsOf(record.time),
      message: record.message,
      replayCounter: record.replayCounter,
      ...(record.protected === undefined ? {} : { protected: record.protected }),
      mic: record.mic,
      ...(record.pmk === undefined ? {} : { pmk: record.pmk }),
      ...(record.pmkidOf === undefined ? {} : { pmkidOf: record.pmkidOf }),
    })),
    handshakes: session.runs.map(run => ({
      kind: run.kind,
      frames: Object.fromEntries(Object.entries(run.frames).map(([name, of]) => [name, of.map(refOf)])),
      complete: run.complete,
      ...(isShownByData(run) ? { shownByData: true } : {}),
      ...(run.ptk === undefined ? {} : { pmk: run.ptk.pmk.name }),
    })),
    ...forgottenOf(session),
    protectedFrames: {
      decrypted: data.decrypted + unclaimed.decrypted,
      undecrypted: data.undecrypted + unclaimed.undecrypted,
    },
    protectedManagementFrames: { ...session.management },
    keys: session.found.map(({ octets, frame, ...key }) => ({
      ...key,
      frame: refOf(frame),
      ...(showKeys ? { hex: toHex(octets) } : {}),
    })),
    ...listsOf(session, view),
    ...(signalled.rekeys.length === 0 ? {} : { rekeys: signalled.rekeys.map(one => rekeyRow(one, view)) }),
    ...suspensionOf(session, view),
    verdict: verdictOf(session, signalled),
  };
}

/** How much made room for others. */
function forgottenOf({ forgotten, journal, story }: Tracked): Pick<SessionReport, 'forgotten'> {
  const messages = journal.forgotten + story.forgotten;
  if (forgotten.eapolKeyFrames + forgotten.handshakes + messages === 0) return {};
  return { forgotten: { ...forgotten, messages } };
}

/** What there is beside handshakes and keys. */
function listsOf(
  session: Tracked,
  { refOf, secondsOf }: View,
): Pick<SessionReport, 'management' | 'rrc' | 'xw' | 'missing' | 'sKwts'> {
  const shown = <T extends At>(list: readonly T[]) =>
    list.map(({ frame, time, ...rest }) => ({ frame: refOf(frame), time: secondsOf(time), ...rest }));
  const { journal, story } = session;
  const [rrc, xw, missing] = [rrcRows(journal), xwRows(journal), missingRows(journal)];
  const sKwts = sKwtStepsOf(session);
  return {
    management: shown(story.management),
    ...(rrc.length === 0 ? {} : { rrc: shown(rrc) }),
    ...(xw.length === 0 ? {} : { xw: shown(xw) }),
    ...(missing.length === 0 ? {} : { missing: shown(missing) }),
    ...(sKwts.length === 0 ? {} : { sKwts: shown(sKwts) }),
  };
}

/** The addresses of a session, with multi-link operation those of the MLDs and of each link. */
export function addressesOf(session: Session): Pick<SessionReport, 'ap' | 'station' | 'links'> {
  const { bss, station, isWithoutWlan, links } = session;
  const peers = peersOf(session) ?? { ap: bss.address, station };
  return {
    ...(isWithoutWlan ? {} : { ap: formatMac(peers.ap) }),
    ...(station.some(octet => octet !== 0) ? { station: formatMac(peers.station) } : {}),
    ...(isMultiLink(session) && links.some(link => link.station !== undefined)
      ? {
          links: links
            .filter(link => link.station !== undefined)
            .toSorted((a, b) => a.linkId - b.linkId)
            .map(link => ({
              linkId: link.linkId,
              ...(link.bss === undefined ? {} : { ap: formatMac(link.bss.address) }),
              station: formatMac(link.station!),
            })),
        }
      : {}),
  };
}
