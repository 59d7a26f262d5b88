// One command at a time installs and builds in a clone. The lock is a file with the process's number.
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { at, root } from './paths.mjs';
import { Problem } from './report.mjs';

const LOCK = at('.cache', 'setup.lock');
/** How often the holder shows that it lives, in ms. */
const ALIVE = 5000;
/** A lock that nobody touched for so long is stale, in ms: the number may belong to another process by now. */
const STALE = 60_000;
/** How often a waiting command looks again, in ms. */
const AGAIN = 300;

/**
 * Runs `work` while no other command installs or builds in this clone. Waits for one that does; the lock of a command
 * that was killed is taken over. The commands that `work` starts share the lock.
 */
export async function alone(work, lock = LOCK) {
  if (process.env.STEPGRAD_LOCK === lock) return work();
  await take(lock);
  const beat = setInterval(() => touch(lock), ALIVE).unref();
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  process.env.STEPGRAD_LOCK = lock;
  try {
    return await work();
  } finally {
    delete process.env.STEPGRAD_LOCK;
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

async function take(lock) {
  for (let told = false; !created(lock);) {
    const holder = holderOf(lock);
    if (holder === null) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!told)
      console.log(`Another command (process ${holder}) is setting up this folder: waiting until it is done.`);
    told = true;
    await new Promise(resolve => setTimeout(resolve, AGAIN));
  }
}

/** Creates the lock. Returns false if there is one. @throws Problem if the folder can't be written */
function created(lock) {
  try {
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    const why = { ENOSPC: 'the disk is full', EDQUOT: 'the quota of the disk is used up' }[error.code];
    throw new Problem(
      why
        ? `Nothing can be written to ${root}: ${why}; make room, and try again.`
        : `Nothing can be written to ${root} (${error.code}): copy the folder to one of your own, and start it there.`
    );
  }
}

/** The number of the process that holds a lock; null if it ended, or does not show that it lives. */
function holderOf(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    const { mtimeMs } = statSync(lock);
    // A lock that is being written has no number yet.
    return Date.now() - mtimeMs < STALE && (pid === 0 || lives(pid)) ? pid : null;
  } catch {
    return null; // released in the meantime
  }
}

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // another user's
  }
}

function touch(lock) {
  try {
    utimesSync(lock, new Date(), new Date());
  } catch {
    // Deleted by hand, as the documentation allows.
  }
}
