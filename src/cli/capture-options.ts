import type { Command } from 'commander';
import type { NamedPmk, ValidateOptions } from '../validate/index.js';
import { requireReadOnce } from './identity.js';
import { type KeyOptions, key32, keysOf, looksLikePmk, namedPmk } from './keys.js';
import { integerOption, Problem } from './problem.js';
import { keyDigits } from './secret.js';

/** The options of commands that say what captures hold. */
export interface CaptureOptions extends KeyOptions {
  readonly each?: boolean;
  readonly limitSuspension?: number;
}

/** Takes each value of an option that may be given several times. */
const listed =
  <T>(read: (text: string) => T) =>
  (text: string, before: readonly T[] = []): readonly T[] => [...before, read(text)];
const asIs = (text: string): string => text;

/** Adds the options that tell keys: those that name one may be given several times. */
export function addKeyOptions(command: Command, keysFile: string): Command {
  return command
    .option('--keys <file>', keysFile, listed(asIs))
    .option('--pmk <[name=]hex>', 'a PMK', (text, before: readonly NamedPmk[] = []) => [
      ...before,
      namedPmk(text, before),
    ])
    .option(
      '--kenb <[name=]hex>',
      'a KeNB; S-KWTs are derived from it with the WT Counters in the capture, or with --wt-counter',
      key32('--kenb'),
    )
    .option(
      '--kasme <[name=]hex>',
      'a KASME; KeNB, and the KeNBs of handovers, are derived from it',
      key32('--kasme'),
    )
    .option(
      '--nas-count <n>',
      'uplink NAS COUNT for --kasme; 0 if left out',
      listed(integerOption('--nas-count', 0, 0xffffffff)),
    )
    .option(
      '--earfcn-dl <n>',
      'EARFCN-DL of the target cell, to derive the KeNB of a handover',
      listed(integerOption('--earfcn-dl', 0, 262143)),
    )
    .option(
      '--wt-counter <n>',
      'WT Counter for --kenb or --kasme; 0 to 65535',
      listed(integerOption('--wt-counter', 0, 65535)),
    )
    .option(
      '--passphrase <text>',
      'passphrase of the network --ssid, or without it of every network whose SSID the capture shows',
      listed(asIs),
    )
    .option('--ssid <text>', 'network of --passphrase', listed(asIs));
}

/** Adds the captures, and the options that tell keys. */
export function addCaptureOptions(command: Command): Command {
  command.argument(
    '<capture...>',
    'pcap or pcapng, gzipped or not; - for standard input, which Ctrl-C ends. The clocks of several captures are aligned, except for standard input and pipes',
  );
  return addKeyOptions(command, 'a keys file that generate wrote')
    .addHelpText(
      'after',
      '\nOptions for keys, and for what keys are derived with, may be given several times.',
    )
    .option('--each', 'read each capture by itself, not all as one event');
}

/** Adds the captures, the options that tell keys, and those of limits. */
export const addJudgingOptions = (command: Command): Command =>
  addCaptureOptions(command).option(
    '--limit-suspension <ms>',
    'milliseconds without user data that a re-key may cause; more is an error',
    integerOption('--limit-suspension', 0, 3_600_000),
  );

/** The captures among the operands, with the keys file all that is read, and what the options say of keys and limits. @throws Problem */
export async function inputOf(
  command: string,
  operands: readonly string[],
  options: CaptureOptions,
): Promise<{
  readonly captures: readonly string[];
  readonly inputs: readonly string[];
  readonly settings: ValidateOptions;
}> {
  const captures = operands.filter(operand => !looksLikePmk(operand));
  const digits = captures.map(keyDigits).find(count => count !== undefined);
  if (digits !== undefined)
    throw new Problem(`${command}: an operand of ${digits} hex digits is neither a capture nor a PMK`);
  if (captures.length === 0) throw new Problem(`${command}: no capture is given, only keys`);
  if (captures.includes('')) throw new Problem(`${command}: the name of a capture is empty`);
  const keys = await keysOf(options, operands.filter(looksLikePmk));
  requireReadOnce(command, captures);
  const limits = options.limitSuspension === undefined ? {} : { suspensionMs: options.limitSuspension };
  const inputs = [...captures, ...(options.keys ?? [])];
  return { captures, inputs, settings: { keys, limits } };
}
