const SECURITY_HEADERS = [
  // Nobody frames the console, and its forms and base address can't be turned elsewhere.
  {
    key: "Content-Security-Policy",
    value: "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
  },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  // The playground records speech; nothing else is asked of the device.
  { key: "Permissions-Policy", value: "microphone=(self), camera=(), geolocation=()" },
];

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // `npm run check` covers types; a test's type error must not keep somebody from starting the server.
  typescript: { ignoreBuildErrors: true },
  // A page is loaded when it is first opened, which spares a process that mostly serves calls 25 MB, and its start the time.
  experimental: { preloadEntriesOnStart: false },
  async headers() {
    return [{ source: "/:path*", headers: SECURITY_HEADERS }];
  },
};

export default config;
