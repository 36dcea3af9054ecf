// How Node's engine is set for a command, and that compiled code is kept: whatever starts the program begins with this. Plain JavaScript, for
// TypeScript would be read before it is known where its compiled code is.
const words = process.argv.slice(2)
const isSaid = (...names) => words.some(word => names.includes(word))

/** Passes, and what goes on like one: they work on much and for long. */
const isPass = isSaid('start', 'run', 'collect', 'extract', 'curate', 'publish', 'deliver')
/** What answers from the store, and fetches nothing. */
const isLook =
  isSaid('issue', 'source', 'subscriber', 'target', 'report', 'why', 'jobs') &&
  !isSaid('add', 'check', 'import', 'test', 'retry')

/** In the package this is part of a larger file. */
const isCheckout = import.meta.url.endsWith('/bin/engine.js')

/** What nearly every such command needs of Node's own modules. */
const ofLooks = ['sqlite', 'stream']
const ofPasses = ['sqlite', 'stream', 'crypto', 'zlib', 'net', 'worker_threads', 'fs/promises', 'dns/promises']

/**
 * Sets the engine before code of ours is read: compiled code is good for one setting alone, and kept apart for each that is there when keeping
 * begins; one that came later would have commands throw away what others have kept. Of Node's own modules it is there for the usual setting
 * alone, so these come first, with what stands behind the output. Words that only look like a command do no harm: nothing but time and
 * memory depends on it.
 */
function setEngine({ getCompileCacheDir }) {
  for (const name of isPass ? ofPasses : ofLooks) process.getBuiltinModule(`node:${name}`)
  void process.stdout
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  // Else the young generation grows with the garbage of every page that is read: the sample week took 311 MB, now 198, at the same CPU.
  setFlagsFromString('--semi-space-growth-factor=1')
  // A long run lives on small machines: 115 MB instead of 136 at the same CPU time.
  if (isSaid('deliver')) setFlagsFromString('--optimize-for-size')
  // A file's functions are compiled with it, and kept; else each is compiled when it is first called, in every process anew. Not where
  // somebody has named one folder for all settings, nor in a checkout, which reads hundreds of files for the few functions that are called.
  else if (!isPass && !isCheckout && getCompileCacheDir() === undefined) setFlagsFromString('--no-lazy')
}

const module = process.getBuiltinModule('node:module')
if ((isPass || isLook) && !isSaid('--help', '-h', 'help')) setEngine(module)
module.enableCompileCache()
