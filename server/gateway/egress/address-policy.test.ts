import { describe, expect, it } from "vitest";
import { createAddressPolicy } from "./address-policy";
import { parseUrl } from "./parse-url";

const closed = createAddressPolicy({ allowPrivateHosts: [], isOffline: false });
const open = createAddressPolicy({
  allowPrivateHosts: [
    "localhost:8000",
    "10.0.0.5",
    "[::1]:9000",
    "http://vllm.lan:8080/v1",
    "169.254.169.254",
    "metadata.google.internal",
    "100.100.100.200:80",
    "::1",
  ],
  isOffline: false,
});
const offline = createAddressPolicy({ allowPrivateHosts: ["vllm.lan:8080", "api.openai.com"], isOffline: true });

function outcome(policy: typeof closed, url: string): string {
  try {
    policy.check(parseUrl(url));
    return "allowed";
  } catch (error) {
    return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "threw something else";
  }
}

/** Loopback, private and special addresses in every spelling a URL allows. */
const LOOPBACK_SPELLINGS = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "2130706433",
  "0x7f.1",
  "0x7f000001",
  "0177.0.0.1",
  "017700000001",
  "127.0.0.1.",
  "①②⑦.0.0.1",
  "127.255.255.254",
  "[::1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[0:0:0:0:0:0:0:1]",
  "[::127.0.0.1]",
  "[::]",
  "0.0.0.0",
  "0",
  "%31%32%37.0.0.1",
  "localhost",
  "LOCALHOST",
  "localhost.",
  "a.localhost",
  "foo.bar.localhost.",
];
const PRIVATE = [
  "10.0.0.1",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "192.168.1.254",
  "100.64.0.1",
  "100.127.255.255",
  "198.18.0.1",
  "198.19.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "198.51.100.1",
  "203.0.113.1",
  "192.88.99.1",
  "224.0.0.1",
  "239.255.255.250",
  "240.0.0.1",
  "255.255.255.255",
  "0.1.2.3",
  "[fc00::1]",
  "[fd12:3456::1]",
  "[fec0::1]",
  "[ff02::1]",
  "[64:ff9b::a00:1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b:1::1]",
  "[2002:7f00:1::]",
  "[2002:a00:1::1]",
  "[2002:808:808::]",
  "[2001::1]",
  "[2001:0:53aa:64c::]",
  "[2001:db8::1]",
  "[2001:2::1]",
  "[2001:10::1]",
  "[2001:20::1]",
  "[3fff::1]",
  "[100::1]",
  "[5f00::1]",
  "[::ffff:10.0.0.1]",
  "[::ffff:192.168.1.1]",
  "[::ffff:0:127.0.0.1]",
  "[::10.0.0.1]",
  "[4000::1]",
  "[1::1]",
];
const METADATA = [
  "169.254.169.254",
  "169.254.170.2",
  "169.254.0.1",
  "2852039166",
  "0xa9fea9fe",
  "0251.0376.0251.0376",
  "[::ffff:169.254.169.254]",
  "[::ffff:a9fe:a9fe]",
  "[64:ff9b::a9fe:a9fe]",
  "[2002:a9fe:a9fe::]",
  "[::169.254.169.254]",
  "[fd00:ec2::254]",
  "[fd00:ec2::23]",
  "[fd20:ce::254]",
  "[fe80::1]",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "metadata.google.internal",
  "METADATA.google.internal.",
  "metadata.goog",
  "metadata",
  "instance-data",
];

describe("the address policy", () => {
  const corpus = [...LOOPBACK_SPELLINGS, ...PRIVATE, ...METADATA].flatMap((host) => [
    `http://${host}/`,
    `https://${host}:8443/v1`,
  ]);
  it("knows a corpus worth the name", () => expect(corpus.length).toBeGreaterThan(150));
  it.each(corpus)("refuses %s", (url) => expect(outcome(closed, url)).toBe("egress_blocked"));
  it.each(METADATA)("refuses %s even where the operator lists private hosts", (host) => {
    expect(outcome(open, `http://${host}/latest/meta-data/`)).toBe("egress_blocked");
  });

  it.each([
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "ftp://example.com",
    "javascript:alert(1)",
    "data:text/html,x",
    "unix:/var/run/docker.sock",
    "not a url",
    "",
    "//example.com/v1",
    "https://",
    "https://user@example.com",
    "https://user:pass@example.com",
    "https://api.openai.com@169.254.169.254/",
    "https://:x@example.com",
    "http://[::1%25eth0]/",
    "http://exa mple.com",
    "http://256.256.256.256/",
  ])("is not a usable base URL: %s", (url) => expect(outcome(closed, url)).toBe("invalid_request"));

  it.each([
    "https://api.openai.com/v1",
    "http://example.com:8080",
    "https://8.8.8.8/v1",
    "https://[2606:4700::1111]/v1",
    "https://api.openai.com./v1",
    "https://例子.测试/v1",
    "https://172.32.0.1",
    "https://100.63.255.255",
    "https://metadata.example.com",
  ])("lets %s pass as far as its name goes", (url) => expect(outcome(closed, url)).toBe("allowed"));

  it("opens exactly the hosts and ports on the operator's list", () => {
    expect(outcome(open, "http://localhost:8000/v1")).toBe("allowed");
    expect(outcome(open, "http://localhost:8001/v1")).toBe("egress_blocked");
    expect(outcome(open, "http://10.0.0.5:1234")).toBe("allowed");
    expect(outcome(open, "http://10.0.0.6:1234")).toBe("egress_blocked");
    expect(outcome(open, "http://[::1]:9000")).toBe("allowed");
    expect(open.refuse("vllm.lan", 8080, "192.168.1.9")).toBeUndefined();
    expect(open.refuse("vllm.lan", 80, "192.168.1.9")?.code).toBe("egress_blocked");
    for (const address of [
      "169.254.169.254",
      "64:ff9b::a9fe:a9fe",
      "2002:a9fe:a9fe::",
      "::ffff:a9fe:a9fe",
      "fd00:ec2::254",
    ]) {
      expect(open.refuse("vllm.lan", 8080, address)?.code).toBe("egress_blocked");
    }
  });

  it("offline, refuses every host that is not listed, public ones too", () => {
    expect(outcome(offline, "https://api.anthropic.com")).toBe("egress_blocked");
    expect(outcome(offline, "https://8.8.8.8")).toBe("egress_blocked");
    expect(outcome(offline, "http://vllm.lan:8080")).toBe("allowed");
    expect(outcome(offline, "https://api.openai.com/v1")).toBe("allowed");
  });

  it("names the host and the remedy, never the whole URL", () => {
    expect(() => closed.check(parseUrl("http://10.1.2.3:8000/secret-path?key=abc"))).toThrow(
      /10\.1\.2\.3:8000.*SLUICE_ALLOW_PRIVATE_HOSTS/,
    );
    expect(() => closed.check(parseUrl("http://10.1.2.3:8000/secret-path?key=abc"))).not.toThrow(/secret-path/);
    expect(() => parseUrl("https://user:hunter2@example.com")).not.toThrow(/hunter2/);
  });
});
