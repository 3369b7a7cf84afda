import type { Packet } from '../codecs/capture/packet.js';
import { onlyNames } from '../codecs/check.js';
import { EncodeError } from '../codecs/error.js';
import { kindName } from '../codecs/is-octets.js';
import { createEngine } from './engine/engine.js';
import { createRandom } from './engine/random.js';
import type { Tamper } from './engine/tamper.js';
import { createRecorder, type Recorder, type TapInterface } from './engine/tap.js';
import { createKeyLog } from './keys/key-log.js';
import { type KeysFile, type KeysFileLists, wholeKeysFile } from './keys/keys-file.js';
import { type Measures, measuresOf, type UeMeasure } from './measure.js';
import type { Overrides, Scenario } from './scenario.js';

/** A run of a scenario, which goes on as its packets are taken. */
export interface Simulation {
  /** The interfaces that packets refer to by number. */
  readonly interfaces: readonly TapInterface[];
  /**
   * The packets in the order of time. Taking them makes the run: none has happened before. It is over when they are, to the end of
   * the iteration, and can be made once.
   */
  readonly packets: Iterable<Packet>;
  /** The keys of the run, as far as it has come. */
  keys(): KeysFile;
  /** {@link keys} for a run of many UEs: each list is made entry by entry, as it is read. */
  keyLists(): KeysFileLists;
  /** What the run has shown, as far as it has come: the outcome is `running` until it is over. */
  measures(): Measures;
}

/** How a scenario is run. */
export interface SimulateOptions {
  /** The same seed gives the same packets, octet for octet; 1 if left out. */
  readonly seed?: number | string | undefined;
  /** Values in place of the scenario's default parameters. */
  readonly overrides?: Overrides | undefined;
  /**
   * Faults on the links that the scenario has: one of the WLAN alone has no other. Its own give way to those on the same link;
   * without any all goes as its sender has it.
   */
  readonly tamper?: Tamper | undefined;
}

const OPTIONS: Readonly<Record<keyof SimulateOptions, true>> = { seed: true, overrides: true, tamper: true };

/** Takes the packets off a recorder, and makes more while `goOn` can: no generator, which takes as long again as a packet. */
function packetsOf(recorder: Recorder, goOn: () => boolean): Iterable<Packet> {
  const iterator: IterableIterator<Packet> = {
    [Symbol.iterator]: () => iterator,
    next() {
      let packet = recorder.take();
      while (packet === undefined) {
        if (!goOn()) return { done: true, value: undefined };
        packet = recorder.take();
      }
      return { done: false, value: packet };
    },
  };
  return iterator;
}

/**
 * Sets a scenario up; taking the packets runs it. Memory does not grow with the length of the run, only with the number
 * of UEs and of their keys.
 * @throws EncodeError for an override that is not one of the scenario's parameters, or out of its range, for a fault on a link that it
 *   does not have, for a seed that is neither a finite number nor a string, and for an option that there is not, as a parameter beside
 *   `overrides`; TypeError for what is no scenario, as its name
 */
export function simulate(scenario: Scenario, options: SimulateOptions = {}): Simulation {
  if (typeof scenario?.play !== 'function')
    throw new TypeError(`a scenario is to be one of \`scenarios\`, not ${kindName(scenario)}`);
  onlyNames('', options, OPTIONS);
  const { seed = 1, overrides, tamper = {} } = options;
  if (typeof seed !== 'string' && !Number.isFinite(seed))
    throw new EncodeError(
      'seed',
      `is to be a number or a text, not ${typeof seed === 'number' ? seed : kindName(seed)}`,
    );
  const engine = createEngine();
  const recorder = createRecorder(engine);
  const keyLog = createKeyLog(engine);
  const stage = { engine, recorder, keyLog, random: createRandom(seed).split(scenario.name), tamper };
  const play = scenario.play(stage, overrides);
  let isOver = false;
  const goOn = (): boolean => {
    isOver = !engine.step(play.until);
    return !isOver;
  };
  const measuresOfUes = (): readonly UeMeasure[] =>
    isOver ? play.measures() : play.measures().map(one => ({ ...one, outcome: 'running' }));
  const keyLists = (): KeysFileLists => ({ scenario: scenario.name, seed, ...keyLog.lists() });
  return {
    interfaces: recorder.interfaces,
    packets: packetsOf(recorder, goOn),
    keys: () => wholeKeysFile(keyLists()),
    keyLists,
    measures: () => measuresOf(measuresOfUes()),
  };
}
