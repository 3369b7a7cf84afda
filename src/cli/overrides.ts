import type { Overrides, Parameter, ParameterValue, Scenario } from '../flows/index.js';
import { Problem } from './problem.js';
import { suggestions } from './suggest.js';

/** Texts of parameters, by their names. */
type Settings = Readonly<Record<string, string>>;

/** The options of `generate` that say what parameters scenarios have in place of their defaults. */
export interface OverrideOptions {
  readonly all?: boolean;
  readonly ues?: number;
  readonly uu?: 'gsmtap' | 'pdcp';
  readonly set?: Settings;
}

/** @throws Problem for options that say a thing twice, or have no effect on any of the scenarios that are named */
export function requireSense(
  wanted: readonly Scenario[],
  { all = false, set = {}, ues, uu }: OverrideOptions,
): void {
  for (const [name, value] of Object.entries({ ues, uu }))
    if (value !== undefined && Object.hasOwn(set, name))
      throw new Problem(`generate: give either --${name} or --set ${name}=…, not both`);
  // With --all it is for those that have one.
  if (uu !== undefined && !all && wanted.every(({ parameters }) => parameters.uu === undefined))
    throw new Problem(
      `generate: --uu goes with scenarios that have Uu, not with ${wanted.map(s => s.name).join(', ')}`,
    );
}

/** `NAME=VALUE` of one `--set`, with those before. */
export function override(text: string, before: Settings = {}): Settings {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new Problem(`--set: '${text}' is not of the form NAME=VALUE`);
  return { ...before, [name]: value };
}

/** A value of the type of the parameter that it is for; the text itself where it is none, which the scenario refuses. */
function typed(text: string, parameter: Parameter | undefined): ParameterValue {
  switch (typeof parameter?.value) {
    case 'number':
      // As an option that is an integer is written, --seed for one, but for a sign and a fraction.
      return /^(-?\d+(\.\d+)?|0x[0-9a-f]+)$/i.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    default:
      return text;
  }
}

/** The scenarios that lack a parameter which is to be set, of those that are wanted. */
const lacking = (wanted: readonly Scenario[], parameter: string): readonly Scenario[] =>
  wanted.filter(({ parameters }) => !Object.hasOwn(parameters, parameter));

/**
 * @throws Problem for a parameter that a scenario does not have, or with --all none of them, with the one that may have been
 *   meant
 */
export function requireKnown(wanted: readonly Scenario[], { all = false, set = {} }: OverrideOptions): void {
  for (const name of Object.keys(set)) {
    const [first, ...others] = lacking(wanted, name);
    if (first === undefined || (all && others.length + 1 < wanted.length)) continue;
    const known = [...new Set((all ? wanted : [first]).flatMap(({ parameters }) => Object.keys(parameters)))];
    const meant = suggestions(name, known);
    // The scenario says what it has.
    if (meant.length === 0 && !all) continue;
    throw new Problem(
      `${all ? 'generate' : `scenario ${first.name}`}: --set ${name}: ${
        meant.length > 0 ? `did you mean ${meant.join(' or ')}? It` : 'it'
      } is none of ${known.join(', ')}`,
    );
  }
}

/** What the options put in place of a scenario's defaults: with --all what it has of it. A scenario without LTE leg shows no Uu. */
export const overridesOf = (
  { parameters }: Scenario,
  { all = false, set = {}, ues, uu }: OverrideOptions,
): Overrides => ({
  ...Object.fromEntries(
    Object.entries(set)
      .filter(([name]) => !all || Object.hasOwn(parameters, name))
      .map(([name, text]) => [name, typed(text, parameters[name])]),
  ),
  ...(ues === undefined ? {} : { ues }),
  ...(uu === undefined || parameters.uu === undefined ? {} : { uu }),
});

/** Which parameters were not set, and where. */
export const notSet = (wanted: readonly Scenario[], { set = {} }: OverrideOptions): readonly string[] =>
  Object.keys(set).flatMap(name => {
    const names = lacking(wanted, name).map(scenario => scenario.name);
    return names.length === 0 ? [] : [`${name} was not set in ${names.join(', ')}, which do not have it`];
  });
