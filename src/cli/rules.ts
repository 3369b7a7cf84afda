import type { Command } from 'commander';
import { columns } from '../report/columns.js';
import { printable } from '../report/printable.js';
import { wrapped } from '../report/wrapped.js';
import type { Rule } from '../validate/rule.js';
import { Problem } from './problem.js';
import { editDistance } from './suggest.js';

/** Characters of a line of an explanation. */
const WIDTH = 100;

/** @throws Problem for an id that no rule has */
function ruleOf(rules: readonly Rule[], id: string): Rule {
  const rule = rules.find(one => one.id === id);
  if (rule !== undefined) return rule;
  const wanted = id.toLowerCase().slice(0, 100);
  const [nearest] = rules
    .map(one => ({ id: one.id, steps: one.id.includes(wanted) ? 0 : editDistance(wanted, one.id) }))
    .toSorted((a, b) => a.steps - b.steps);
  const isNear = nearest !== undefined && wanted !== '' && nearest.steps <= nearest.id.length / 2;
  throw new Problem(
    `rule '${printable(id)}': there is none; ${isNear ? `did you mean ${nearest.id}?` : "the command 'rules' lists all"}`,
  );
}

/** `rules`: what `validate` can find. */
export function addRulesCommand(program: Command): void {
  program
    .command('rules')
    .description('list the rules of validate, or explain one')
    .argument('[id]', 'the id of a rule, as findings name it: mic-wrong')
    .option('--json', 'print JSON for programs')
    .addHelpText('after', '\nExample:\n  lwa-rekey rules\n  lwa-rekey rules mic-wrong')
    .action(async (id: string | undefined, options: { json?: boolean }) => {
      const { rules } = await import('../validate/rules/index.js');
      const told = (id === undefined ? rules : [ruleOf(rules, id)]).map(({ watch: _, ...rule }) => rule);
      const one = id === undefined ? undefined : told[0];
      const text =
        options.json === true
          ? JSON.stringify(one ?? told, null, 2)
          : one !== undefined
            ? `${one.id} (${one.severity})\n${one.clause}\n\n${wrapped(one.explanation, WIDTH).join('\n')}`
            : columns(told.map(rule => [rule.id, rule.severity, rule.clause])).join('\n');
      process.stdout.write(`${text}\n`);
    });
}
