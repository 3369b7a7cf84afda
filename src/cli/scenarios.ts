import type { Command } from 'commander';
import type { Parameter, Scenario } from '../flows/index.js';
import { columns } from '../report/columns.js';
import { Problem } from './problem.js';
import { suggestions } from './suggest.js';

/** The scenario of this name. @throws Problem that names those which may have been meant */
export function scenarioNamed(scenarios: readonly Scenario[], name: string): Scenario {
  const scenario = scenarios.find(s => s.name === name);
  if (scenario !== undefined) return scenario;
  const known = scenarios.map(s => s.name);
  const meant = suggestions(name, known);
  throw new Problem(
    meant.length > 0
      ? `scenario '${name}': there is none; did you mean ${meant.join(' or ')}?`
      : `scenario '${name}': is none of ${known.join(', ')}`,
  );
}

/** The values that a parameter may have, in brackets behind what it is; empty where all of its type will do. */
function rangeOf({ value, least = 0, most, isInteger = false, among }: Parameter): string {
  if (among !== undefined) return ` (${among.join(', ')})`;
  if (typeof value !== 'number') return '';
  return ` (${isInteger ? 'integer, ' : ''}${least} to ${most})`;
}

/** A scenario for people: what is to come of it, and its parameters with their units and where the defaults are from. */
function described({ name, title, expect, parameters }: Scenario): string {
  const findings = expect.findings ?? [];
  const rows = Object.entries(parameters).flatMap(([name, parameter]) => [
    [`  ${name}`, `${parameter.value}`, `${parameter.says}${rangeOf(parameter)}`],
    ['', '', `[${parameter.source}]`],
  ]);
  return [
    name,
    `  ${title}`,
    `  outcome for each UE${expect.withMostSeeds === true ? ', with most seeds' : ''}: ${expect.outcome}`,
    ...(findings.length === 0 ? [] : [`  validate finds on purpose: ${findings.join(', ')}`]),
    '',
    '  parameters, for generate --set NAME=VALUE: the default, a description with the range, and [the source of the default]',
    ...columns(rows),
  ].join('\n');
}

/** `scenarios`: what `generate` can be asked for. */
export function addScenariosCommand(program: Command): void {
  program
    .command('scenarios')
    .description('list the scenarios that can be generated; with names, print their parameters')
    .argument('[scenario...]', 'print the parameters of these scenarios, with units and sources')
    .option('--json', 'print JSON for programs, with the parameters of each scenario')
    .addHelpText('after', '\nExample:\n  lwa-rekey scenarios rekey-option-2')
    .action(async (names: string[], options: { json?: boolean }) => {
      const { scenarios } = await import('../flows/scenarios/index.js');
      const wanted = names.length === 0 ? scenarios : names.map(name => scenarioNamed(scenarios, name));
      const list = wanted.map(({ name, title, expect, parameters }) => ({ name, title, expect, parameters }));
      const text =
        options.json === true
          ? JSON.stringify(list, null, 2)
          : names.length === 0
            ? columns(wanted.map(s => [s.name, s.title])).join('\n')
            : wanted.map(described).join('\n\n');
      process.stdout.write(`${text}\n`);
    });
}
