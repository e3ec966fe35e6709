// Starts Azurite with the arguments given and ends it when the parent does: a killed parent closes the pipe on stdin,
// and no emulator is left behind holding ports.
process.stdin.on('close', () => process.exit(0)).resume();
require('azurite/dist/src/azurite.js');
