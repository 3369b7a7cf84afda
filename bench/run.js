/** `npm run bench`: ratios against peers in the same run. Absolute figures are those of the machine. */
import { benchAsn1 } from './asn1.js';
import { benchEapolKey } from './eapol-key.js';
import { benchReadCapture } from './read-capture.js';
import { benchSimulate } from './simulate.js';

benchEapolKey();
benchAsn1();
benchReadCapture();
benchSimulate();
