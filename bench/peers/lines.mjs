// Counts the lines that seq prints and adds up their lengths, with readline.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { exit, nanos, serve } from './rounds.mjs';

serve(async (last) => {
  const begin = nanos();
  let count = 0;
  let length = 0;
  const seq = spawn('seq', [String(last)], { stdio: ['inherit', 'pipe', 'inherit'] });
  const lines = createInterface({ input: seq.stdout });
  const end = new Promise((resolve) => lines.on('close', resolve));
  lines.on('line', (line) => {
    count++;
    length += line.length;
  });
  await exit(seq);
  await end;
  return [count, nanos() - begin, `bytes=${length}`];
});
