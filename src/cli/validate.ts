import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parseMac } from '../codecs/dot11/mac.js';
import { fromHex, toHex } from '../codecs/hex.js';
import { deriveSKwt } from '../crypto/index.js';
import { reportText } from '../report/index.js';
import { type NamedPmk, validator } from '../validate/index.js';
import { readCaptureFile } from './capture-file.js';
import { integerOption, Problem, problemLine } from './problem.js';

interface Options {
  readonly keys?: string;
  readonly pmk: readonly NamedPmk[];
  readonly kenb?: Uint8Array;
  readonly wtCounter?: number;
  readonly passphrase?: string;
  readonly ssid?: string;
  readonly json?: boolean;
  readonly showKeys?: boolean;
}

const PMK_OCTETS = [32, 48, 64];

/** `[NAME=]HEX`; without a name it is called by its number. @throws Problem */
function namedPmk(text: string, before: readonly NamedPmk[]): NamedPmk {
  const [, name = `PMK${before.length + 1}`, hex = ''] = /^(?:([^=]+)=)?(.*)$/s.exec(text)!;
  const pmk = fromHex(hex, '--pmk');
  if (!PMK_OCTETS.includes(pmk.length))
    throw new Problem(
      `--pmk: a PMK is 64 hex digits (32 octets; 48 for Suite B with 192 bits), not ${pmk.length * 2}`,
    );
  return { name, pmk };
}

/** Whether an operand is a further PMK: `--pmk A B` is as good as `--pmk A --pmk B`. */
const looksLikePmk = (operand: string): boolean => /^([^=/]+=)?([0-9a-f]{64}|[0-9a-f]{96})$/i.test(operand);

/** What a keys file of `generate` holds for this purpose. */
interface KeysFile {
  readonly pmks: readonly { readonly name: string; readonly hex: string; readonly station?: string }[];
}

async function pmksOfFile(path: string): Promise<NamedPmk[]> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new Problem(`${path}: is no JSON: not a keys file as generate writes it`);
    throw error;
  }
  const pmks = (content as Partial<KeysFile> | null)?.pmks;
  if (!Array.isArray(pmks))
    throw new Problem(`${path}: has no "pmks": not a keys file as generate writes it`);
  return pmks.map((entry: Partial<KeysFile['pmks'][number]> | null, i) => {
    if (typeof entry?.name !== 'string' || typeof entry.hex !== 'string')
      throw new Problem(`${path}: pmks[${i}] is to have a "name" and a "hex"`);
    const pmk = { name: entry.name, pmk: fromHex(entry.hex, `${path}: pmks[${i}].hex`) };
    return entry.station === undefined
      ? pmk
      : { ...pmk, station: parseMac(entry.station, `${path}: pmks[${i}].station`) };
  });
}

async function pmksOf(options: Options, operands: readonly string[]): Promise<NamedPmk[]> {
  const pmks = [...options.pmk];
  for (const operand of operands) pmks.push(namedPmk(operand, pmks));
  if (options.keys !== undefined) pmks.push(...(await pmksOfFile(options.keys)));
  if ((options.kenb === undefined) !== (options.wtCounter === undefined))
    throw new Problem('--kenb and --wt-counter go together');
  if (options.kenb !== undefined && options.wtCounter !== undefined)
    pmks.push({ name: `S-KWT(${options.wtCounter})`, pmk: deriveSKwt(options.kenb, options.wtCounter) });
  const seen = new Set<string>();
  return pmks.filter(({ pmk }) => !seen.has(toHex(pmk)) && seen.add(toHex(pmk)));
}

const ssidOf = (ssid: string | undefined): { ssid: Uint8Array } | Record<never, never> =>
  ssid === undefined ? {} : { ssid: new TextEncoder().encode(ssid) };

/** `validate`: what a capture holds, and what is wrong with it. */
export function addValidateCommand(program: Command): void {
  program
    .command('validate')
    .description('print the sessions of captures, and what is wrong with them; exit 1 for an error found')
    .argument('<capture...>', 'pcap or pcapng, gzipped or not; - for standard input')
    .option('--keys <file>', 'a keys file that generate wrote')
    .option(
      '--pmk <[name=]hex>',
      'a PMK; may be given several times',
      (text, before: readonly NamedPmk[]) => [...before, namedPmk(text, before)],
      [],
    )
    .option('--kenb <hex>', 'KeNB, to derive S-KWT with --wt-counter', text => {
      const kenb = fromHex(text, '--kenb');
      if (kenb.length !== 32)
        throw new Problem(`--kenb: is to be 64 hex digits (32 octets), not ${kenb.length * 2}`);
      return kenb;
    })
    .option('--wt-counter <n>', '0 to 65535', integerOption('--wt-counter', 0, 65535))
    .option('--passphrase <text>', 'of the network --ssid, or of every network whose SSID the capture shows')
    .option('--ssid <text>')
    .option('--json', 'print JSON, for programs')
    .option('--show-keys', 'print the keys that were found')
    .addHelpText(
      'after',
      '\nExample:\n  lwa-rekey generate wlan-rekey --out out\n  lwa-rekey validate out/wlan-rekey.pcapng --keys out/wlan-rekey.keys.json',
    )
    .action(async (operands: string[], options: Options) => {
      const captures = operands.filter(operand => !looksLikePmk(operand));
      if (captures.length === 0) throw new Problem('validate: no capture is given, only keys');
      if (options.ssid !== undefined && options.passphrase === undefined)
        throw new Problem('--ssid goes with --passphrase');
      const keys = {
        pmks: await pmksOf(options, operands.filter(looksLikePmk)),
        passphrases:
          options.passphrase === undefined
            ? []
            : [{ passphrase: options.passphrase, ...ssidOf(options.ssid) }],
      };
      const own = validator({ keys, captures, showKeys: options.showKeys ?? false });
      for (const [i, capture] of captures.entries())
        try {
          await readCaptureFile(capture, packet => {
            own.packet(captures.length === 1 ? packet : { ...packet, capture: i });
          });
        } catch (error) {
          const line = problemLine(error, capture);
          if (line === undefined) throw error;
          // What came before the damage is still worth knowing.
          process.stderr.write(`lwa-rekey: ${line}\n`);
          process.exitCode = 2;
        }
      const report = own.report();
      if (options.json === true) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      else if (process.exitCode !== 2 || report.packets > 0) process.stdout.write(`${reportText(report)}\n`);
      const failed = report.findings.some(finding => finding.severity === 'error');
      if (failed) process.exitCode ??= 1;
    });
}
