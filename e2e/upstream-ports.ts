const first = Number(process.env.SLUICE_TEST_PORT ?? "3210");

/** Beside the server's own; the operator's list of the server under test allows just these. */
export const AIMOCK_PORT = first + 1;
/** Nobody listens here: a host that is allowed and dead. */
export const DEAD_PORT = first + 2;
