// Reads all that head writes, in the chunks that Node delivers.

import { spawn } from 'node:child_process';
import { exit, nanos, serve } from './rounds.mjs';

serve(async (amount) => {
  const begin = nanos();
  let count = 0;
  const head = spawn('head', ['-c', String(amount), '/dev/zero'], { stdio: ['inherit', 'pipe', 'inherit'] });
  head.stdout.on('data', (chunk) => (count += chunk.length));
  await exit(head);
  return [count, nanos() - begin];
});
