import {
  alignClocks,
  type ClockCorrection,
  type ClockSamples,
  clockSampler,
} from '../codecs/capture/clock.js';
import { mergeCaptures } from '../codecs/capture/merge.js';
import { DecodeError } from '../codecs/error.js';
import type { ReportContext } from '../report/index.js';
import { unrelatedText, unusedText } from '../report/notes.js';
import type { Report, ValidateOptions } from '../validate/index.js';
import { captureBatches } from './capture-file.js';
import type { CaptureOptions } from './capture-options.js';
import { isRereadable } from './identity.js';
import { Problem, problemLine, tell } from './problem.js';

/**
 * The captures' clocks against that of the first, from the frames that they have in common. Captures that can be read once
 * only, as those from pipes, are passed over: their clocks are taken as right.
 */
async function clocksOf(captures: readonly string[]): Promise<readonly ClockCorrection[]> {
  const samples: ClockSamples[] = [];
  for (const capture of captures) {
    const sampler = clockSampler();
    try {
      if (isRereadable(capture))
        for await (const batch of captureBatches(capture)) for (const packet of batch) sampler.packet(packet);
    } catch (error) {
      // It is told when the capture is read for what it holds.
      if (problemLine(error, capture) === undefined) throw error;
    }
    samples.push(sampler.samples());
  }
  return alignClocks(samples);
}

type Damage = NonNullable<ReportContext['damaged']>[number];

/** Reads the captures as one, or each by itself, and says what is damaged. */
export async function readCaptures(
  captures: readonly string[],
  { each = false }: CaptureOptions,
  options: ValidateOptions,
): ReturnType<typeof readReport> {
  if (!each) return readReport(captures, options);
  const { joinReports } = await import('../validate/join-reports.js');
  const all = [];
  for (const capture of captures) all.push(await readReport([capture], { ...options, capture }));
  return { report: joinReports(all.map(one => one.report)), damaged: all.flatMap(one => one.damaged) };
}

/** Reads the captures as one, and says what is damaged; what came before the damage in one is still worth knowing. */
export async function readReport(
  captures: readonly string[],
  options: ValidateOptions,
): Promise<{ readonly report: Report; readonly damaged: readonly Damage[] }> {
  const { READ_LINK_TYPES } = await import('../validate/intake/intake.js');
  const { NO_PACKET, validator } = await import('../validate/validator.js');
  const own = validator({ ...options, captures });
  const damaged: Damage[] = [];
  /** Captures with packets of link types that are read, and with others. */
  const read = new Set<string>();
  const seen = new Set<string>();
  const note = (capture: string, error: unknown): void => {
    const line = problemLine(error, capture);
    if (line === undefined) throw error;
    const message = isEmpty(error) ? `${capture}: is empty, a capture is needed` : `${line}${endOf(error)}`;
    tell(message);
    damaged.push({ capture, message });
  };
  const toDamage = async function* (capture: string, batches: ReturnType<typeof captureBatches>) {
    try {
      yield* batches;
    } catch (error) {
      note(capture, error);
    }
  };
  const sources = captures.map(capture => toDamage(capture, captureBatches(capture)));
  if (captures.length === 1) {
    for await (const batch of sources[0]!) for (const packet of batch) own.packet(packet);
  } else
    for await (const packet of mergeCaptures(sources, await clocksOf(captures))) {
      const { capture = 0, linkType } = packet;
      if (READ_LINK_TYPES.includes(linkType)) read.add(captures[capture]!);
      else seen.add(captures[capture]!);
      own.packet(packet);
    }
  const report = own.report();
  // Where none of the packets can be read it is as if there were no capture.
  if (isUnread(report))
    for (const capture of new Set(captures)) {
      const types = report.unreadPackets.filter(one => (one.capture ?? capture) === capture);
      if (types.length > 0) note(capture, new Problem(`${capture}: ${notRead(types, READ_LINK_TYPES)}`));
    }
  // Of a capture beside others of which nothing was read, the report itself tells nothing.
  const idle = captures.length === 1 || isUnread(report) ? [] : [...new Set(captures)];
  const unchecked = idle
    .filter(capture => !read.has(capture) && damaged.every(one => one.capture !== capture))
    .map(capture => ({ capture, message: seen.has(capture) ? NONE_READ : NO_PACKET }));
  return { report: { ...report, unchecked: [...report.unchecked, ...unchecked] }, damaged };
}

const NONE_READ = 'nothing was checked: no packet is of a link type that is read';

/** Whether the capture that `error` is of has not one octet: the program that was to send it has failed. */
const isEmpty = (error: unknown): boolean =>
  error instanceof DecodeError && error.path === 'capture.magic' && error.available === 0;

/** In plain words, what most often damages a capture. */
const endOf = (error: unknown): string =>
  error instanceof DecodeError && error.code === 'truncated' ? ': the capture ends too early' : '';

/** Whether no packet is of a link type that is read. */
const isUnread = ({ packets, unreadPackets }: Report): boolean =>
  packets === unreadPackets.reduce((sum, one) => sum + one.packets, 0);

/** Whether each of the captures is damaged, and nothing was read of any: then there is nothing to tell, or to draw. */
export const isUnreadable = (
  report: Report,
  { captures, damaged = [] }: Pick<ReportContext, 'captures' | 'damaged'>,
): boolean => captures.every(capture => damaged.some(one => one.capture === capture)) && isUnread(report);

const notRead = (types: Report['unreadPackets'], read: readonly number[]): string => {
  // LINKTYPE_USER0 to 15, which anybody may use; srsRAN does for MAC of LTE.
  const isOwn = types.some(({ linkType }) => linkType >= 147 && linkType <= 162);
  const hint = isOwn ? '; docs/captures.md tells how to convert what srsRAN writes' : '';
  return `link type ${types.map(({ linkType }) => linkType).join(' and ')} is none of those that are read: ${read.join(', ')}${hint}`;
};

/** Says on standard error which captures are read as one, and seem not to be, and what was accepted, and is not found. */
export function tellMisfits({ unrelatedCaptures, unusedAccepted = [] }: Report): void {
  for (const one of unrelatedCaptures) tell(unrelatedText(one));
  for (const entry of unusedAccepted) tell(unusedText(entry));
}
