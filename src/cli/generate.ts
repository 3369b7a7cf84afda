import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { type Command, Option } from 'commander';
import { pcapngAppender } from '../codecs/capture/pcapng-writer.js';
import { EncodeError } from '../codecs/error.js';
import { OctetWriter } from '../codecs/layout/octet-writer.js';
import type { Measures, Scenario, Simulation } from '../flows/index.js';
import { measuresTable } from '../report/measures.js';
import { easeHelperThreads } from './helper-threads.js';
import { jsonPieces } from './json.js';
import { type OutputFile, outputFile } from './output-file.js';
import {
  notSet,
  type OverrideOptions,
  override,
  overridesOf,
  requireKnown,
  requireSense,
} from './overrides.js';
import { integerOption, Problem, tell } from './problem.js';
import { scenarioNamed } from './scenarios.js';
import { shellWord } from './shell-word.js';
import { writeOut } from './standard-output.js';

interface Options extends OverrideOptions {
  readonly out: string;
  readonly seed: number;
  readonly format: 'pcapng' | 'pcap';
  readonly json?: boolean;
}

/** What one scenario came to. */
interface Generated {
  readonly scenario: string;
  readonly captures: readonly string[];
  readonly keys: string;
  readonly packets: number;
  readonly measures: Measures;
}

function chosen(scenarios: readonly Scenario[], names: readonly string[], all: boolean): readonly Scenario[] {
  if (all && names.length > 0) throw new Problem('generate: name scenarios, or give --all, not both');
  if (all) return scenarios;
  if (names.length === 0)
    throw new Problem(`generate: name a scenario (${scenarios.map(s => s.name).join(', ')}) or give --all`);
  return [...new Set(names)].map(name => scenarioNamed(scenarios, name));
}

/** With all above it. Node's own recursive form does not end where a file system, as /proc, refuses. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** With a duration that is shorter, twice as long is hardly longer. */
const MUCH_SHORTER_MS = 1000;
const APPLICATION = 'lwa-rekey';
/** Octets of packets, or characters of JSON, that are written at a time. */
const PIECE = 64 * 1024;
/** Octets of packets from one turn, which lets signals through, to the next: each costs as much as many packets. */
const TURN = 1024 * 1024;

/** Writes the packets as they come, and gives their number. */
async function writePcapng({ interfaces, packets }: Simulation, file: OutputFile): Promise<number> {
  const writer = pcapngAppender({ application: APPLICATION, interfaces });
  file.write(writer.header());
  const blocks = new OctetWriter();
  const flush = (): void => {
    file.write(blocks.bytes.subarray(0, blocks.length));
    blocks.clear();
  };
  let count = 0;
  /** Since the last turn. */
  let octets = 0;
  for (const packet of packets) {
    writer.append(blocks, packet);
    count++;
    if (blocks.length <= PIECE) continue;
    octets += blocks.length;
    flush();
    if (octets <= TURN) continue;
    octets = 0;
    await file.turn();
  }
  flush();
  return count;
}

/** Writes the packets of each link to the file at its place as they come, and gives their number. */
async function writePcap({ interfaces, packets }: Simulation, files: readonly OutputFile[]): Promise<number> {
  const { pcapWriter } = await import('../codecs/capture/pcap-writer.js');
  const writers = interfaces.map(({ linkType }) => pcapWriter({ linkType, resolution: 'nanoseconds' }));
  for (const [i, writer] of writers.entries()) files[i]!.write(writer.header());
  let count = 0;
  /** Since the last turn. */
  let octets = 0;
  for (const packet of packets) {
    const link = packet.interface;
    // A link of its own is the only interface of its file.
    files[link]!.write(writers[link]!.packet({ ...packet, interface: 0 }));
    count++;
    octets += packet.bytes.length;
    if (octets <= TURN) continue;
    octets = 0;
    for (const file of files) await file.turn();
  }
  return count;
}

async function generate(scenario: Scenario, simulation: Simulation, options: Options): Promise<Generated> {
  const base = join(options.out, scenario.name);
  const isOneFile = options.format === 'pcapng';
  const captures = isOneFile
    ? [`${base}.pcapng`]
    : simulation.interfaces.map(({ name }) => `${base}.${name}.pcap`);
  const opened: OutputFile[] = [];
  try {
    for (const path of captures) opened.push(await outputFile(path));
    const packets = await (isOneFile ? writePcapng(simulation, opened[0]!) : writePcap(simulation, opened));
    const keys = await outputFile(`${base}.keys.json`, 0o600);
    opened.push(keys);
    for (const piece of jsonPieces(simulation.keyLists())) {
      keys.writeText(piece);
      // Of many keys: the others are short.
      if (piece.length > PIECE / 4) await keys.turn();
    }
    keys.writeText('\n');
    for (const file of opened) await file.close();
    // The keys first: a capture is of little use without.
    for (const file of opened.reverse()) file.place();
    return {
      scenario: scenario.name,
      captures,
      keys: `${base}.keys.json`,
      packets,
      measures: simulation.measures(),
    };
  } catch (error) {
    for (const file of opened) file.discard();
    throw error;
  }
}

/** What the table leaves open: the runs that are unfinished, and how to see more of them. */
function unfinished(results: readonly Generated[], wanted: readonly Scenario[], options: Options): string[] {
  const open = results.filter(({ measures }) => measures.run.outcomes.includes('unfinished'));
  if (open.length === 0) return [];
  const durations = wanted
    .filter(({ name }) => open.some(({ scenario }) => scenario === name))
    .map(scenario =>
      Number(overridesOf(scenario, options).durationMs ?? scenario.parameters.durationMs?.value),
    );
  const longer = 2 * Math.max(...durations, MUCH_SHORTER_MS);
  return [
    `unfinished: the run ended during an association, a re-key or a release in ${open.map(one => one.scenario).join(', ')}; a longer one shows more: --set durationMs=${longer}`,
  ];
}

/** For people: the scenarios side by side, and where their captures and keys are. @param remarks below the table, a line each */
function text(results: readonly Generated[], remarks: readonly string[], { out, format }: Options): string {
  const table = measuresTable(
    results.map(({ scenario, measures: { run, ues } }) => ({ scenario, ues: ues.length, measure: run })),
  );
  const { captures, keys } = results[0]!;
  const where =
    results.length === 1
      ? `${captures.join(', ')}; its keys: ${keys}`
      : `${join(out, `SCENARIO.${format === 'pcapng' ? 'pcapng' : 'LINK.pcap'}`)}; the keys of each: ${join(out, 'SCENARIO.keys.json')}`;
  const below = remarks.map(line => `\n${line}`).join('');
  return `${table}\n${below}${below && '\n'}\nwritten: ${where}\nto open one decrypted in Wireshark: eval "$(lwa-rekey wireshark ${shellWord(captures.at(-1)!)})"`;
}

/** For programs. With thousands of UEs it is megabytes of text, which is made, and handed over, piece by piece. */
async function printJson(results: readonly Generated[]): Promise<void> {
  let held = '';
  for (const [i, result] of results.entries()) {
    held += i === 0 ? '[\n  ' : ',\n  ';
    for (const piece of jsonPieces(result, 1)) {
      held += piece;
      if (held.length < PIECE) continue;
      await writeOut(held);
      held = '';
    }
  }
  await writeOut(`${held}\n]\n`);
}

/** `generate`: captures of simulated peers, the keys of each, and what the runs showed. */
export function addGenerateCommand(program: Command): void {
  program
    .command('generate')
    .description('simulate scenarios, write a capture and its keys for each, and print the table of measures')
    .argument('[scenario...]', 'names, as the command scenarios lists them')
    .option('--all', 'every scenario')
    .requiredOption('--out <dir>', 'folder to write to; created if it does not exist')
    .option(
      '--seed <n>',
      'the same seed gives the same files',
      integerOption('--seed', 0, Number.MAX_SAFE_INTEGER),
      1,
    )
    .option('--ues <n>', 'number of UEs', integerOption('--ues', 1, 100_000))
    .addOption(
      new Option('--format <format>', 'pcapng: one file; pcap: one file per link')
        .choices(['pcapng', 'pcap'])
        .default('pcapng'),
    )
    .addOption(
      new Option(
        '--uu <framing>',
        'Uu in the capture: RRC in clear (gsmtap), or PDCP with MAC-I, ciphered (pdcp)',
      ).choices(['gsmtap', 'pdcp']),
    )
    .option(
      '--set <name=value>',
      'set a parameter that scenarios NAME lists, with --all in the scenarios that have it; may be given several times',
      override,
    )
    .option('--json', 'print JSON for programs: the measures of each run and each UE, times in nanoseconds')
    .addHelpText(
      'after',
      '\nExample:\n  lwa-rekey generate rekey-option-1-mic rekey-option-2 --out out\n  lwa-rekey wireshark out/rekey-option-2.pcapng',
    )
    .action(async (names: string[], options: Options) => {
      // Without this V8 learns that the objects of UEs live long, and from then on makes them among the old ones, where each
      // reference to a young one has to be noted: a sixth of the time that thousands of UEs take.
      setFlagsFromString('--no-allocation-site-pretenuring');
      easeHelperThreads();
      const { scenarios, simulate } = await import('../flows/index.js');
      const wanted = chosen(scenarios, names, options.all ?? false);
      requireSense(wanted, options);
      const setUp = (scenario: Scenario, chosen: Options): Simulation => {
        try {
          return simulate(scenario, { seed: options.seed, overrides: overridesOf(scenario, chosen) });
        } catch (error) {
          if (error instanceof EncodeError) throw new Problem(`scenario ${scenario.name}: ${error.message}`);
          throw error;
        }
      };
      // What cannot be played is refused before anything is written: a set-up, which one UE makes cheap, tells.
      requireKnown(wanted, options);
      for (const scenario of wanted) {
        setUp(scenario, options.ues === undefined ? options : { ...options, ues: 1 });
        const { most = Number.POSITIVE_INFINITY } = scenario.parameters.ues ?? {};
        if (options.ues !== undefined && options.ues > most)
          throw new Problem(`scenario ${scenario.name}: --ues: has at most ${most}`);
      }
      makeFolder(resolve(options.out));
      const results: Generated[] = [];
      for (const scenario of wanted)
        results.push(await generate(scenario, setUp(scenario, options), options));
      const remarks = notSet(wanted, options);
      if (options.json !== true)
        process.stdout.write(
          `${text(results, [...unfinished(results, wanted, options), ...remarks], options)}\n`,
        );
      else {
        await printJson(results);
        remarks.forEach(tell);
      }
    });
}
