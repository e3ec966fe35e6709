// Starts Azurite with the arguments given and ends it when the parent does: a killed parent closes the pipe on stdin, and no
// emulator is left behind holding ports. It ends in order, because Azurite writes what it holds to disk only then.
// Ctrl+C reaches this process too, but it is the parent's to decide: it still needs its storage for a moment.
const once = process.once.bind(process);
process.once = (event, listener) => (event === 'SIGINT' ? process : once(event, listener));
process.on('SIGINT', () => {});
process.stdin
  .on('close', () => {
    process.emit('SIGTERM');
    setTimeout(() => process.exit(1), 8000).unref();
  })
  .resume();
require('azurite/dist/src/azurite.js');
