import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { pcapWriter } from '../codecs/capture/pcap-writer.js';
import { pcapngWriter } from '../codecs/capture/pcapng-writer.js';
import type { Measures, Overrides, Scenario, Simulation } from '../flows/index.js';
import { columns } from '../report/index.js';
import { jsonPieces } from './json.js';
import { type OutputFile, outputFile } from './output-file.js';
import { integerOption, Problem } from './problem.js';

interface Options {
  readonly all?: boolean;
  readonly out: string;
  readonly seed: number;
  readonly ues?: number;
  readonly format: 'pcapng' | 'pcap';
  readonly set: Overrides;
  readonly json?: boolean;
}

/** Loaded when it is needed: other commands start faster without. */
const flows = () => import('../flows/index.js');

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
  const known = scenarios.map(s => s.name).join(', ');
  if (names.length === 0) throw new Problem(`generate: name a scenario (${known}) or give --all`);
  return [...new Set(names)].map(name => {
    const scenario = scenarios.find(s => s.name === name);
    if (scenario === undefined) throw new Problem(`scenario '${name}': is none of ${known}`);
    return scenario;
  });
}

/** `NAME=VALUE`, the value a number, true, false, or text. */
function override(text: string, before: Overrides): Overrides {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new Problem(`--set: '${text}' is not of the form NAME=VALUE`);
  const typed =
    value === 'true' || value === 'false'
      ? value === 'true'
      : value !== '' && !Number.isNaN(Number(value))
        ? Number(value)
        : value;
  return { ...before, [name]: typed };
}

/** With all above it. Node's own recursive form does not end where a file system, as /proc, refuses. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

const APPLICATION = 'lwa-rekey';

/** Writes the packets as they come, and gives their number. */
function writeCapture(
  simulation: Simulation,
  base: string,
  format: Options['format'],
  opened: OutputFile[],
): { packets: number; paths: string[] } {
  const paths: string[] = [];
  const create = (path: string): OutputFile => {
    paths.push(path);
    const file = outputFile(path);
    opened.push(file);
    return file;
  };
  let packets = 0;
  if (format === 'pcapng') {
    const writer = pcapngWriter({ application: APPLICATION, interfaces: simulation.interfaces });
    const file = create(`${base}.pcapng`);
    file.write(writer.header());
    for (const packet of simulation.packets) {
      file.write(writer.packet(packet));
      packets++;
    }
  } else {
    const links = simulation.interfaces.map(({ name, linkType }) => {
      const writer = pcapWriter({ linkType, resolution: 'nanoseconds' });
      const file = create(`${base}.${name}.pcap`);
      file.write(writer.header());
      return { writer, file };
    });
    for (const packet of simulation.packets) {
      const { writer, file } = links[packet.interface]!;
      // A link of its own is the only interface of its file.
      file.write(writer.packet({ ...packet, interface: 0 }));
      packets++;
    }
  }
  return { packets, paths };
}

function generate(scenario: Scenario, simulation: Simulation, options: Options): Generated {
  const base = join(options.out, scenario.name);
  const opened: OutputFile[] = [];
  try {
    const { packets, paths } = writeCapture(simulation, base, options.format, opened);
    const keys = outputFile(`${base}.keys.json`, 0o600);
    opened.push(keys);
    for (const piece of jsonPieces(simulation.keys())) keys.write(new TextEncoder().encode(piece));
    keys.write(new TextEncoder().encode('\n'));
    for (const file of opened) file.close();
    return {
      scenario: scenario.name,
      captures: paths,
      keys: `${base}.keys.json`,
      packets,
      measures: simulation.measures(),
    };
  } catch (error) {
    for (const file of opened) file.discard();
    throw error;
  }
}

const ms = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1);

function table(results: readonly Generated[]): string {
  const rows = results.map(({ scenario, packets, measures: { ues } }) => {
    const outcomes = [...new Set(ues.map(ue => ue.outcome))].join(', ');
    const flows = ues.flatMap(ue => [ue.uplink, ue.downlink]);
    const longest = Math.max(...flows.map(flow => flow.suspension));
    const sum = (which: 'lost' | 'reordered'): number =>
      flows.reduce((total, flow) => total + flow[which], 0);
    return [
      scenario,
      `${ues.length}`,
      `${packets}`,
      outcomes,
      ms(longest),
      `${sum('lost')}`,
      `${sum('reordered')}`,
    ];
  });
  const head = ['scenario', 'UEs', 'packets', 'outcome', 'suspension ms', 'lost', 'reordered'];
  return columns([head, ...rows], [1, 2, 4, 5, 6]).join('\n');
}

/** `scenarios` and `generate`: captures of simulated peers. */
export function addGenerateCommands(program: Command): void {
  program
    .command('scenarios')
    .description('list what can be generated')
    .option('--json', 'print JSON, with the parameters of each, for programs')
    .addHelpText('after', '\nExample:\n  lwa-rekey scenarios')
    .action(async (options: { json?: boolean }) => {
      const { scenarios } = await flows();
      const list = scenarios.map(({ name, title, parameters, expect }) => ({
        name,
        title,
        expect,
        parameters,
      }));
      const text =
        options.json === true
          ? JSON.stringify(list, null, 2)
          : columns(list.map(s => [s.name, s.title])).join('\n');
      process.stdout.write(`${text}\n`);
    });
  program
    .command('generate')
    .description('simulate scenarios, and write a capture and its keys for each')
    .argument('[scenario...]', 'names that the command scenarios lists')
    .option('--all', 'every scenario')
    .requiredOption('--out <dir>', 'where to write; made if it is not there')
    .option(
      '--seed <n>',
      'the same seed gives the same files',
      integerOption('--seed', 0, Number.MAX_SAFE_INTEGER),
      1,
    )
    .option('--ues <n>', 'number of UEs', integerOption('--ues', 1, 100_000))
    .addOption(
      new Option('--format <format>', 'pcap: one file a link').choices(['pcapng', 'pcap']).default('pcapng'),
    )
    .option('--set <name=value>', 'a parameter of the scenario; may be given several times', override, {})
    .option('--json', 'print JSON, for programs')
    .addHelpText('after', '\nExample:\n  lwa-rekey generate wlan-initial wlan-rekey --out out')
    .action(async (names: string[], options: Options) => {
      const { scenarios, simulate } = await flows();
      const wanted = chosen(scenarios, names, options.all ?? false);
      makeFolder(resolve(options.out));
      const overrides = { ...options.set, ...(options.ues === undefined ? {} : { ues: options.ues }) };
      const results = wanted.map(scenario =>
        generate(scenario, simulate(scenario, { seed: options.seed, overrides }), options),
      );
      process.stdout.write(`${options.json === true ? JSON.stringify(results, null, 2) : table(results)}\n`);
    });
}
