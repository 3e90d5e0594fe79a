// Sends 64 bytes to cat and back, repeated until the time is over. The first turn is not timed.

import { spawn } from 'node:child_process';
import { exit, nanos, serve } from './rounds.mjs';

const BYTES = 64;

serve(async (millis) => {
  const cat = spawn('cat', { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = exit(cat);
  const question = Buffer.alloc(BYTES);
  let number = 0;
  let answer = Buffer.alloc(0);
  let begin;
  const ask = () => {
    question.writeUInt32BE(number);
    cat.stdin.write(question);
  };
  const sample = new Promise((resolve, reject) => {
    cat.stdout.on('data', (chunk) => {
      answer = answer.length === 0 ? chunk : Buffer.concat([answer, chunk]);
      if (answer.length < BYTES) return;
      if (!answer.equals(question)) reject(new Error('another answer than the question'));
      answer = Buffer.alloc(0);
      const now = nanos();
      begin ??= now;
      if (number > 0 && now - begin >= millis * 1e6) resolve([number, now - begin]);
      else number++, ask();
    });
  });
  ask();
  const result = await sample;
  cat.stdin.end();
  await ended;
  return result;
});
