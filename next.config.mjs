/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // `npm run check` covers types; a test's type error must not keep somebody from starting the server.
  typescript: { ignoreBuildErrors: true },
  // Native or worker-loading packages: bundling them would break their own file look-ups.
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg", "@node-rs/argon2", "pino", "undici"],
};

export default config;
