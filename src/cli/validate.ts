import { type Command, Option } from 'commander';
import {
  alignClocks,
  type ClockCorrection,
  type ClockSamples,
  clockSampler,
} from '../codecs/capture/clock.js';
import { mergeCaptures } from '../codecs/capture/merge.js';
import type { ReportContext } from '../report/index.js';
import { jsonText } from '../report/printable.js';
import type { NamedPmk, Report, ValidateOptions } from '../validate/index.js';
import { captureBatches, readCaptureFile } from './capture-file.js';
import { isRereadable, isSameFile, requireReadOnce } from './identity.js';
import { type KeyOptions, key32, keysOf, looksLikePmk, namedPmk } from './keys.js';
import { outputFile } from './output-file.js';
import { integerOption, Problem, problemLine } from './problem.js';
import { keyDigits } from './secret.js';

const FORMATS = ['text', 'json', 'sarif', 'junit'] as const;
type Format = (typeof FORMATS)[number];

interface Options extends KeyOptions {
  readonly limitSuspension?: number;
  readonly format?: Format;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly junit?: boolean;
  readonly full?: boolean;
  readonly output?: string;
  readonly showKeys?: boolean;
}

/** @throws Problem for more than one */
function formatOf(options: Options): Format {
  const flags = FORMATS.filter(format => format !== 'text' && options[format] === true);
  const named = new Set([...(options.format === undefined ? [] : [options.format]), ...flags]);
  if (named.size > 1) throw new Problem(`validate: one format at a time, not ${[...named].join(' and ')}`);
  return [...named][0] ?? 'text';
}

async function written(
  format: Format,
  report: Report,
  context: ReportContext,
  options: Options,
): Promise<string> {
  const { damaged = [], captures } = context;
  if (format === 'json') {
    const { sessions, findings, ...counts } = report;
    return `${jsonText({ ...counts, damaged, sessions, findings })}\n`;
  }
  if (format === 'sarif') {
    const { reportSarif } = await import('../report/sarif.js');
    return `${jsonText(reportSarif(report, context))}\n`;
  }
  if (format === 'junit') return (await import('../report/junit.js')).reportJunit(report, context);
  // Of captures that could not be read at all there is nothing to tell.
  const isNothing = captures.every(capture => damaged.some(one => one.capture === capture));
  if (isNothing && report.packets === unreadOf(report)) return '';
  const { reportText } = await import('../report/text.js');
  const lines = [reportText(report, { full: options.full ?? false }), context.nothing ?? []].flat();
  return `${lines.join('\n')}\n`;
}

/** Where the result goes: a file that is put in its place at the end, or standard output. @throws Problem */
async function sinkOf(options: Options, inputs: readonly string[]) {
  const { output = '-', showKeys } = options;
  if (output === '-')
    return { write: async (text: string) => void process.stdout.write(text), discard: () => {} };
  if (inputs.some(input => isSameFile(input, output))) throw new Problem(`--output: ${output} is an input`);
  // Keys are for their owner only, as in the files of generate.
  const file = await outputFile(output, showKeys === true ? 0o600 : 0o666);
  return {
    write: async (text: string) => {
      file.write(new TextEncoder().encode(text));
      await file.close();
      file.place();
    },
    discard: () => file.discard(),
  };
}

/**
 * The captures' clocks against that of the first, from the frames that they have in common. Captures that can be read once
 * only, as those from pipes, are passed over: their clocks are taken as right.
 */
async function clocksOf(captures: readonly string[]): Promise<readonly ClockCorrection[]> {
  const samples: ClockSamples[] = [];
  for (const capture of captures) {
    const sampler = clockSampler();
    try {
      if (isRereadable(capture)) await readCaptureFile(capture, sampler.packet);
    } catch (error) {
      // It is told when the capture is read for what it holds.
      if (problemLine(error, capture) === undefined) throw error;
    }
    samples.push(sampler.samples());
  }
  return alignClocks(samples);
}

/** Reads the captures as one; what came before the damage in one is still worth knowing. */
async function read(captures: readonly string[], options: ValidateOptions) {
  const { READ_LINK_TYPES, validator } = await import('../validate/validate.js');
  const own = validator({ ...options, captures });
  const damaged: { capture: string; message: string }[] = [];
  const note = (capture: string, error: unknown): void => {
    const message = problemLine(error, capture);
    if (message === undefined) throw error;
    process.stderr.write(`lwa-rekey: ${message}\n`);
    damaged.push({ capture, message });
  };
  const toDamage = async function* (capture: string, batches: ReturnType<typeof captureBatches>) {
    try {
      yield* batches;
    } catch (error) {
      note(capture, error);
    }
  };
  if (captures.length === 1)
    try {
      await readCaptureFile(captures[0]!, own.packet);
    } catch (error) {
      note(captures[0]!, error);
    }
  else {
    const sources = captures.map(capture => toDamage(capture, captureBatches(capture)));
    for await (const packet of mergeCaptures(sources, await clocksOf(captures))) own.packet(packet);
  }
  const report = own.report();
  // Where none of the packets can be read it is as if there were no capture.
  if (report.packets === unreadOf(report))
    for (const capture of new Set(captures)) {
      const types = report.unreadPackets.filter(one => (one.capture ?? capture) === capture);
      if (types.length > 0) note(capture, new Problem(`${capture}: ${notRead(types, READ_LINK_TYPES)}`));
    }
  return { report, damaged };
}

/** Said where packets of link types that are read hold nothing that is. */
const NOTHING = 'nothing was checked: no packet holds 802.11 of an association, RRC or XwAP that can be read';

/** How many packets are of link types that are not read. */
const unreadOf = ({ unreadPackets }: Report): number =>
  unreadPackets.reduce((sum, one) => sum + one.packets, 0);

const notRead = (types: Report['unreadPackets'], read: readonly number[]): string =>
  `link type ${types.map(({ linkType }) => linkType).join(' and ')} is none of those that are read: ${read.join(', ')}`;

/** `validate`: what a capture holds, and what is wrong with it. */
export function addValidateCommand(program: Command): void {
  program
    .command('validate')
    .description('print the sessions of captures, and what is wrong with them; exit 1 for an error found')
    .argument(
      '<capture...>',
      'pcap or pcapng, gzipped or not; - for standard input, which Ctrl-C ends. Of several the clocks are aligned, but for those from standard input and pipes',
    )
    .option('--keys <file>', 'a keys file that generate wrote')
    .option(
      '--pmk <[name=]hex>',
      'a PMK; may be given several times',
      (text, before: readonly NamedPmk[] = []) => [...before, namedPmk(text, before)],
    )
    .option(
      '--kenb <hex>',
      'KeNB: S-KWTs follow from it as WT Counters appear, or with --wt-counter',
      key32('--kenb'),
    )
    .option('--kasme <hex>', 'KASME, from which KeNB and those of handovers follow', key32('--kasme'))
    .option(
      '--nas-count <n>',
      'uplink NAS COUNT that goes with it; 0 if left out',
      integerOption('--nas-count', 0, 0xffffffff),
    )
    .option(
      '--earfcn-dl <n>',
      'EARFCN-DL of a cell, for the KeNB of a handover; may be given several times',
      (text, before: readonly number[] = []) => [...before, integerOption('--earfcn-dl', 0, 262143)(text)],
    )
    .option('--wt-counter <n>', '0 to 65535', integerOption('--wt-counter', 0, 65535))
    .option('--passphrase <text>', 'of the network --ssid, or of every network whose SSID the capture shows')
    .option('--ssid <text>')
    .option(
      '--limit-suspension <ms>',
      'milliseconds without user data that a re-key may take',
      integerOption('--limit-suspension', 0, 3_600_000),
    )
    .addOption(
      new Option(
        '--format <format>',
        'text for people, json for programs, sarif (2.1.0) and junit for CI servers',
      ).choices(FORMATS),
    )
    .option('--json', 'short for --format json')
    .option('--sarif', 'short for --format sarif')
    .option('--junit', 'short for --format junit')
    .option('--output <file>', 'write there, not to standard output; into a device or a pipe as it is')
    .option('--full', 'text: every row of a long session')
    .option('--show-keys', 'text and json: the keys that were found, too')
    .addHelpText(
      'after',
      '\nExample:\n  lwa-rekey generate wlan-rekey --out out\n  lwa-rekey validate out/wlan-rekey.pcapng --keys out/wlan-rekey.keys.json',
    )
    .action(async (operands: string[], options: Options) => {
      const captures = operands.filter(operand => !looksLikePmk(operand));
      const digits = captures.map(keyDigits).find(count => count !== undefined);
      if (digits !== undefined)
        throw new Problem(`validate: an operand of ${digits} hex digits is neither a capture nor a PMK`);
      if (captures.length === 0) throw new Problem('validate: no capture is given, only keys');
      const keys = await keysOf(options, operands.filter(looksLikePmk));
      const limits = options.limitSuspension === undefined ? {} : { suspensionMs: options.limitSuspension };
      const settings: ValidateOptions = { keys, showKeys: options.showKeys ?? false, limits };
      const format = formatOf(options);
      requireReadOnce(captures);
      const sink = await sinkOf(options, options.keys === undefined ? captures : [...captures, options.keys]);
      try {
        const { report, damaged } = await read(captures, settings);
        const isNothing = report.sessions.length === 0 && report.packets > unreadOf(report);
        const nothing = isNothing ? { nothing: NOTHING } : {};
        const { rules } = await import('../validate/rules/index.js');
        const context = { version: program.version() ?? '', rules, captures, damaged, ...nothing };
        const text = await written(format, report, context, options);
        if (text !== '') await sink.write(text);
        // JSON has no room for it; a text in a file is not seen.
        if (isNothing && (format === 'json' || options.output !== undefined))
          process.stderr.write(`lwa-rekey: ${NOTHING}\n`);
        if (damaged.length > 0) process.exitCode = 2;
        else if (report.findings.some(finding => finding.severity === 'error')) process.exitCode = 1;
      } finally {
        sink.discard();
      }
    });
}
