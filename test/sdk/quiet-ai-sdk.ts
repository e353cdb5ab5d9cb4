import "ai";

/** It warns about every model that is not its vendor's own, which is what these tests are about. */
globalThis.AI_SDK_LOG_WARNINGS = false;
