/** A scenario with values of one's own, in a page: a file to download, and what the validator says of it. */
import { pcapngWriter } from 'lwa-rekey/codecs';
import { scenarios, simulate } from 'lwa-rekey/flows';
import { reportText } from 'lwa-rekey/report';
import { validator } from 'lwa-rekey/validate';

const scenario = scenarios.find(({ name }) => name === 'rekey-option-2');
if (scenario === undefined) throw new Error('there is no such scenario');
const run = simulate(scenario, { seed: 7, overrides: { wtCounter: 5, mobilitySet: 'bssid' } });
const writer = pcapngWriter({ interfaces: run.interfaces });
const parts = [writer.header()];
const check = validator();
for (const packet of run.packets) {
  parts.push(writer.packet(packet));
  check.packet(packet);
}
console.log(new Blob(parts).size > 0, run.measures().ues[0]?.outcome);
console.log(reportText(check.report()).split('\n').at(1));
