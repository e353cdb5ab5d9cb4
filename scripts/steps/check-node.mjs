const OLDEST = [20, 19];

/** Ends the process with a sentence when this Node is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  console.error(
    `Sluice needs Node ${OLDEST.join(".")} or newer; this is ${process.versions.node}. Install a current one from https://nodejs.org and try again.`,
  );
  process.exit(1);
}
