/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // Native or worker-loading packages: bundling them would break their own file look-ups.
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg", "@node-rs/argon2", "pino", "undici"],
};

export default config;
