import { EncodeError } from '../codecs/error.js';
import type { Engine } from './engine/engine.js';
import type { Random } from './engine/random.js';
import type { Tamper } from './engine/tamper.js';
import type { Recorder } from './engine/tap.js';
import type { KeyLog } from './keys/key-log.js';
import type { Outcome, UeMeasure } from './measure.js';

/** A value that a scenario can be played with, and may be overridden. */
export interface Parameter<T extends ParameterValue = ParameterValue> {
  readonly value: T;
  /** What it is, with its unit. */
  readonly says: string;
  /** Where the default is from. */
  readonly source: string;
  /** What it may be, where not all values of its type will do: a number's bounds, both included (0 where `least` is left out) … */
  readonly least?: number;
  readonly most?: number;
  readonly isInteger?: boolean;
  /** … or the values themselves. */
  readonly among?: readonly ParameterValue[];
}

export type ParameterValue = number | string | boolean;

/** Parameters by their names. */
export type Parameters = Readonly<Record<string, Parameter>>;

type Widened<T> = T extends number ? number : T extends boolean ? boolean : string;

/** The values of parameters. */
export type ValuesOf<P extends Parameters> = { readonly [K in keyof P]: Widened<P[K]['value']> };

/** Values in place of defaults; what is undefined leaves the default. */
export type Overrides = Readonly<Record<string, ParameterValue | undefined>>;

/** What a scenario is played on. */
export interface Stage {
  readonly engine: Engine;
  /** Split it by the names of those that draw from it. */
  readonly random: Random;
  readonly recorder: Recorder;
  readonly keyLog: KeyLog;
  readonly tamper: Tamper;
}

/** A scenario that has been set up. */
export interface Play {
  /** When the run ends: nanoseconds from its start. */
  readonly until: number;
  /** What the run has shown of each UE so far. */
  measures(): readonly UeMeasure[];
}

/** A scenario: a topology, what happens to it, and what is to come of it. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly parameters: Parameters;
  /** With the default parameters, for each UE. */
  readonly expect: {
    readonly outcome: Exclude<Outcome, 'running'>;
    /** Whether that holds with most seeds only; with all if left out. */
    readonly withMostSeeds?: true;
    /** Ids of the validator's rules, of severity error or warning, that the capture breaks on purpose; none if left out. */
    readonly findings?: readonly string[];
  };
  /** @throws EncodeError for an override that is not one of the parameters, or out of its range */
  play(stage: Stage, overrides?: Overrides): Play;
}

/** A scenario whose `play` sees the values of its own parameters. */
export function defineScenario<const P extends Parameters>(
  scenario: Omit<Scenario, 'play' | 'parameters'> & {
    readonly parameters: P;
    play(stage: Stage, values: ValuesOf<P>): Play;
  },
): Scenario {
  return {
    ...scenario,
    play: (stage, overrides = {}) => scenario.play(stage, valuesOf(scenario.parameters, overrides)),
  };
}

function valuesOf<P extends Parameters>(parameters: P, overrides: Overrides): ValuesOf<P> {
  const values: Record<string, ParameterValue> = {};
  for (const [name, { value }] of Object.entries(parameters)) values[name] = value;
  for (const [name, value] of Object.entries(overrides)) {
    const path = `parameters.${name}`;
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter === undefined)
      throw new EncodeError(path, `is none of ${Object.keys(parameters).join(', ')}`);
    if (value === undefined) continue;
    check(path, parameter, value);
    values[name] = value;
  }
  return values as ValuesOf<P>;
}

/** Checks defaults by the parameters of the same names whose place they take. @throws EncodeError as {@link Scenario.play} */
export function checkDefaults(parameters: Parameters, inPlaceOf: Parameters): void {
  for (const [name, parameter] of Object.entries(inPlaceOf))
    check(`parameters.${name}`, parameter, parameters[name]!.value);
}

function check(path: string, parameter: Parameter, value: ParameterValue): void {
  const { value: known, least = 0, most = Number.MAX_SAFE_INTEGER, isInteger = false, among } = parameter;
  if (among !== undefined && !among.includes(value))
    throw new EncodeError(path, `is to be one of ${among.join(', ')}`);
  if (typeof value !== typeof known)
    throw new EncodeError(
      path,
      `is to be ${typeof known === 'boolean' ? 'true or false' : `a ${typeof known}`}`,
    );
  if (typeof value !== 'number') return;
  if (!(value >= least && value <= most) || (isInteger && !Number.isInteger(value)))
    throw new EncodeError(path, `is to be ${isInteger ? 'an integer' : 'a number'} from ${least} to ${most}`);
}

/**
 * Refuses a stimulus that the run does not see.
 * @param parameter the name of the one that says when it comes, in ms
 * @param beforeMs from the start to what it comes after, if not that itself
 * @throws EncodeError for a stimulus after the end
 */
export function checkStimulus(parameter: string, afterMs: number, durationMs: number, beforeMs = 0): void {
  if (beforeMs + afterMs <= durationMs) return;
  const before = beforeMs === 0 ? '' : `, with ${beforeMs} ms before it,`;
  throw new EncodeError(
    `parameters.${parameter}`,
    `is${before} more than durationMs, ${durationMs}: the run is over by then`,
  );
}
